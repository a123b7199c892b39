import pytest

from hamlet.foundations.audit.rules import chain_faults, digest, seal_mac

KEY = "a key for tests"


def sealed(*days):
    seals, previous = [], ""
    for number, covers in enumerate(days, 1):
        mac = seal_mac(KEY, previous, covers)
        seals.append((number, previous, mac, covers))
        previous = mac
    return seals


EVENTS = {1: "a", 2: "b", 3: "c"}
SEALS = sealed([[1, "a"], [2, "b"]], [[3, "c"]])


def test_untouched_chain_holds():
    assert chain_faults(KEY, SEALS, EVENTS) == []


@pytest.mark.parametrize(
    ("seals", "events", "where"),
    [
        (SEALS, {**EVENTS, 2: "other"}, ["event 2"]),
        (SEALS, {1: "a", 3: "c"}, ["event 2"]),
        (SEALS[1:], EVENTS, ["seal 2"]),
        ([SEALS[0], (2, SEALS[1][1], SEALS[1][2], [[3, "other"]])], {**EVENTS, 3: "other"}, ["seal 2"]),
        ([(1, "", "forged", [[1, "a"], [2, "b"]]), SEALS[1]], EVENTS, ["seal 1", "seal 2"]),
    ],
)
def test_every_change_is_found_and_placed(seals, events, where):
    assert [fault.where for fault in chain_faults(KEY, seals, events)] == where


def test_another_key_verifies_nothing():
    assert [fault.where for fault in chain_faults("another key", SEALS, EVENTS)] == ["seal 1", "seal 2"]


def test_digest_does_not_depend_on_the_order_of_keys():
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})
