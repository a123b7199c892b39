"""Runs the server and the background worker side by side, and ends both when either ends or a signal comes.

Each stands in a session of its own, so that a Ctrl-C in the terminal reaches this supervisor alone, which then asks both to stop.
"""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

GRACE_SECONDS = 10


def commands(host: str, port: str) -> list[list[str]]:
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "hamlet.config.wsgi:application", "--host", host]
    server += ["--port", port, "--workers", os.environ.get("WEB_WORKERS", "2"), "--blocking-threads", "4"]
    server += ["--workers-kill-timeout", "5", "--no-ws", "--backpressure", "32", "--log-level", "warning"]
    return [server, [sys.executable, "manage.py", "db_worker", "--interval", "2"]]


def main(host: str, port: str) -> None:
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    running = [subprocess.Popen(command, start_new_session=True) for command in commands(host, port)]
    while not stopping and all(process.poll() is None for process in running):
        time.sleep(0.2)
    ended = next((process for process in running if process.poll() is not None), None)
    end(running)
    if ended and not stopping:
        sys.exit(f"{ended.args!r} ended by itself with {ended.returncode}; the other was stopped too")


def end(running: list[subprocess.Popen]) -> None:
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
