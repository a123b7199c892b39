from django.db.models import F, Q

from hamlet.learning.models import Action, Recommendation
from hamlet.learning.queries.ladder import work_of
from hamlet.learning.rules.recommendations import doing


def keep_doing(action: Action) -> None:
    """Keeps on the recommendations that an action serves how far their actions are. Two at once wait for each other."""
    served = action.recommendations.values_list("pk", "joint_into_id")
    keep_doing_of({joint or pk for pk, joint in served})


def keep_doing_of(ids: set[int]) -> None:
    """The same for single or joint recommendations by id; the parts of a joint one stand where it stands."""
    for row in Recommendation.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"):
        work = work_of(row)
        now = {"doing": doing(work.actions, work.open).value, "done_on": work.done_on}
        whole = Recommendation.objects.filter(Q(pk=row.pk) | Q(joint_into=row))
        whole.exclude(**now).update(**now, version=F("version") + 1)
