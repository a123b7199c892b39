"""Two people at once: acts that start together, each in a thread and a connection of its own."""

import threading

from django.db import connection

from hamlet.foundations.records import Refusal


def at_once(*acts):
    """Runs the acts together. Returns what was refused, by the names of the refusals; whatever else one raises is raised here."""
    start, refused, broken = threading.Barrier(len(acts)), [], []

    def run(act):
        try:
            start.wait(30)
            act()
        except Refusal as refusal:
            refused.append(type(refusal).__name__)
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if broken:
        raise broken[0]
    return sorted(refused)
