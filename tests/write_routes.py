"""Writes docs/routes.txt: every address this service answers. A test compares, so that a removed one is a decision."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamlet.config.settings")
    django.setup()
    from tests import house

    listing = sorted({f"/{address}" for address, _, _ in house.routes()})
    (house.ROOT / "docs/routes.txt").write_text("\n".join(listing) + "\n")
