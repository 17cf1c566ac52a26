"""Writers whose transactions commit out of id order: each inserts its event, dawdles, and commits.

`python -m tests.faults.writer JURISDICTION THREADS EVENTS_EACH [PAUSE_S]`; goes on over a dead database or Redis.
"""

import random
import sys
import threading
import time

import django

django.setup()

from django.db import Error, close_old_connections, connection, transaction  # noqa: E402

from organizations.models import Jurisdiction  # noqa: E402
from timeline.kinds import register  # noqa: E402
from timeline.services import record  # noqa: E402

TOLD = register("test.told", "test %(number)s")


def write(place, thread, count, pause):
    """One writer."""
    for number in range(count):
        while True:
            try:
                with transaction.atomic():
                    data = {"thread": thread, "number": number, "text": "云溪县 𠮷"}
                    record(TOLD, place, jurisdiction=place, permission="incident.view", actor=None, data=data)
                    time.sleep(random.choice((0, 0, 0.01, 0.05)))
                break
            except Error:
                close_old_connections()
                time.sleep(0.2)
        time.sleep(random.uniform(0, 2 * pause))
    connection.close()


def main():
    """All writers to their end."""
    place = Jurisdiction.objects.get(pk=int(sys.argv[1]))
    threads, count = int(sys.argv[2]), int(sys.argv[3])
    pause = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
    running = [threading.Thread(target=write, args=(place, n, count, pause)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


if __name__ == "__main__":
    main()
