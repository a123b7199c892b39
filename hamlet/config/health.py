from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from hamlet.foundations.access.decorators import public

ready: set[str] = set()


@require_safe
@public
def healthz(request):
    """200 when the database answers, its migrations are all applied and the cache table stands; 503 before."""
    try:
        if "migrated" not in ready:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return JsonResponse({"ready": False, "waits_for": "migrations"}, status=503)
            cache.get("healthz")
            ready.add("migrated")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        ready.clear()
        return JsonResponse({"ready": False, "waits_for": "database"}, status=503)
    return JsonResponse({"ready": True})
