"""The page of a service under load: many people at once, reading and saving, against PostgreSQL.

    pip install gunicorn requests psutil 'middleground[postgres]'
    python benchmarks/load.py postgresql://me@localhost/empty [--people 50] [--seconds 60]

Starts gunicorn, signs everybody in, and lets each read a note, look at the list of cases, open
their case, or add a hypothesis to it, with pauses as people make them. Prints what each kind of
request took (median, 95th and 99th of a hundred), how many were sent away because too many waited
(503), how long the start took, and the memory of the workers, shared pages counted once.
Milliseconds hold for this machine; what is to be compared between machines are the shares.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psutil
import pyotp
import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from webapp.accounts.here import SIGN_IN
from webapp.examples import load_examples
from webapp.records.access import Access
from webapp.records.cases import Cases
from webapp.records.database import open_records
from webapp.records.people import COMMAND, Accounts
from webapp.records.secrets_of_people import fresh_code_secret
from webapp.records.sign_in import SignIns

# What people do, and how often: mostly reading a note, now and then keeping something.
DOING: Final = {"read a note": 5, "list of cases": 3, "a case": 2, "add a hypothesis": 1}
PAUSE: Final = (2.0, 10.0)  # seconds between two requests of one person
TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')


def cookie(secret: str, sign_in: str) -> str:
    """The cookie of somebody who signed in."""
    app = Flask("cookies")
    app.secret_key = secret
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({SIGN_IN: sign_in}))


def people(url: str, keys: Path, number: int) -> list[tuple[str, str]]:
    """As many workers, each with a case: their sign-ins and the ids of the cases."""
    records = open_records(url, keys)
    accounts, now, made = Accounts(records), datetime.now(UTC), []
    team = accounts.make_team(now, COMMAND, f"Load {secrets.token_hex(3)}")
    for i in range(number):
        login, secret = f"person-{i}-{secrets.token_hex(3)}", fresh_code_secret()
        token = accounts.invite(now, COMMAND, f"Person {i}", "worker", team)
        code = pyotp.TOTP(secret).at(now)
        person = accounts.accept(now, token, login, secrets.token_urlsafe(16), secret, code)
        case = Cases(Access(records)).begin(now, person, f"Case {i}", False)
        signed_in = SignIns(records).sign_in_known(now, login)
        assert signed_in
        made.append((signed_in, case))
    records.close()
    return made


class Person(threading.Thread):
    """One person at the page until `ends`."""

    def __init__(self, address: str, cookie: str, case: str, ends: float, seed: int) -> None:
        super().__init__()
        self.address, self.case, self.ends = address, case, ends
        self.draw = random.Random(seed)
        self.session = requests.Session()
        self.session.cookies.set("middleground", cookie, domain="127.0.0.1", path="/")
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.answers: Counter[tuple[str, int]] = Counter()
        self.texts = [example.text for example in load_examples()]

    def run(self) -> None:
        """Do one thing after the other, with pauses."""
        page = self.session.get(f"{self.address}/", timeout=120)
        found = TOKEN.search(page.text)
        assert found, page.status_code
        token = found[1]
        while True:
            time.sleep(self.draw.uniform(*PAUSE))
            if time.monotonic() > self.ends:
                return
            (what,) = self.draw.choices(list(DOING), list(DOING.values()))
            began = time.perf_counter()
            answer = self._do(what, token)
            self.taken[what].append(1000 * (time.perf_counter() - began))
            self.answers[what, answer] += 1

    def _do(self, what: str, token: str) -> int:
        if what == "read a note":
            sent = {"csrf_token": token, "note": self.draw.choice(self.texts), "step": "read"}
            return self.session.post(f"{self.address}/", data=sent, timeout=120).status_code
        if what == "list of cases":
            return self.session.get(f"{self.address}/cases/", timeout=120).status_code
        if what == "a case":
            return self.session.get(f"{self.address}/cases/{self.case}", timeout=120).status_code
        sent = {"csrf_token": token, "label": "", "words": f"Perhaps {self.draw.random()}"}
        there = f"{self.address}/cases/{self.case}/hypothesis"
        return self.session.post(there, data=sent, timeout=120, allow_redirects=False).status_code


def main() -> None:
    """Run it and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("database")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=16)
    asked = parser.parse_args()
    secret = secrets.token_hex(32)
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "records.keys"
        made = people(asked.database, keys, asked.people)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        own = {
            "MIDDLEGROUND_RECORDS": "team",
            "MIDDLEGROUND_RECORDS_DATABASE": asked.database,
            "MIDDLEGROUND_RECORDS_KEYS": str(keys),
            "MIDDLEGROUND_SECRET_KEY": secret,
        }
        command = [sys.executable, "-m", "gunicorn", "webapp:create_app()"]
        command += ["--workers", str(asked.workers), "--threads", str(asked.threads)]
        command += ["--bind", f"127.0.0.1:{port}", "--timeout", "120", "--log-level", "warning"]
        began = time.monotonic()
        server = subprocess.Popen(command, env={**os.environ, **own})
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/readyz")
            print(f"ready after {time.monotonic() - began:.1f} s")
            ends = time.monotonic() + asked.seconds
            here = [
                Person(address, cookie(secret, signed_in), case, ends, seed)
                for seed, (signed_in, case) in enumerate(made)
            ]
            for person in here:
                person.start()
            for person in here:
                person.join()
            report(here, asked.seconds)
            memory(server.pid)
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    """Until the page says that it is ready."""
    for _ in range(240):
        try:
            if requests.get(address, timeout=5).status_code == 200:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.5)
    raise SystemExit("The page did not become ready within two minutes.")


def report(people: list[Person], seconds: float) -> None:
    """Times and answers by kind of request."""
    answers = sum((person.answers for person in people), Counter())
    total = sum(answers.values())
    print(f"{len(people)} people, {total} requests, {total / seconds:.1f} a second")
    for what in DOING:
        taken = sorted(ms for person in people for ms in person.taken[what])
        if len(taken) < 2:
            continue
        hundredths = statistics.quantiles(taken, n=100, method="inclusive")
        codes = {code: n for (kind, code), n in sorted(answers.items()) if kind == what}
        print(
            f"{what:18} {len(taken):5} times  median {statistics.median(taken):6.0f} ms  "
            f"95 % {hundredths[94]:6.0f} ms  99 % {hundredths[98]:6.0f} ms  answers {codes}"
        )


def memory(pid: int) -> None:
    """What the workers hold, each by itself and together with shared pages counted once."""
    workers = psutil.Process(pid).children()
    held = [worker.memory_full_info() for worker in workers]
    each = ", ".join(f"{one.rss / 2**20:.0f}" for one in held)
    together = sum(one.pss for one in held) / 2**20
    print(f"workers hold {each} MB, together {together:.0f} MB with shared pages counted once")


if __name__ == "__main__":
    main()
