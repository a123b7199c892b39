from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names for ever-cached files; before `collectstatic` has run (in tests) the plain names serve."""

    manifest_strict = False
