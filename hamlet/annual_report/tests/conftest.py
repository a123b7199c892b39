import pytest

from hamlet.annual_report.tests import factories


@pytest.fixture
def manager(person_factory):
    return person_factory(post_title="Partnership manager")


@pytest.fixture
def scrutineer(person_factory):
    return person_factory(post_title="Independent scrutineer")


@pytest.fixture
def partners(person_factory, manager):
    return factories.seat_partners(person_factory, manager)


@pytest.fixture
def report(manager, partners):
    return factories.written(factories.started(manager), manager)


@pytest.fixture
def proposed(report, manager, scrutineer):
    return factories.for_signature(report, manager, scrutineer)


@pytest.fixture
def ready(proposed, partners):
    return factories.signed(proposed, partners.values())


@pytest.fixture
def published(ready, manager):
    return factories.published(ready, manager)


@pytest.fixture(autouse=True)
def rooms_that_stand(settings):
    settings.REPORT_SECTIONS = ["hamlet.governance.queries.report_evidence", "hamlet.annual_report.tests.rooms.offer"]
