"""Install Middle Ground from this bundle, without a network.

    python3 install.py                      into the folder middleground beside this file
    python3 install.py /opt/middleground    into another

Every file is compared with SHA256SUMS first. To be sure of SHA256SUMS itself, compare its own sum
with one that you were given by another way.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHONS = [(3, 11), (3, 12), (3, 13)]


def problems(folder):
    """What is wrong with the files in `folder`, one sentence each."""
    found = []
    sums = {}
    for row in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = row.partition("  ")
        sums[name] = digest
    there = {
        path.relative_to(folder).as_posix()
        for path in [*folder.glob("*.*"), *folder.glob("wheels/*"), *folder.glob("LICENSE")]
        if path.is_file()
    }
    for name in sorted(set(sums) | there):
        if name not in there:
            found.append(f"{name} is missing.")
        elif name not in sums:
            found.append(f"{name} does not belong to the bundle.")
        elif hashlib.sha256((folder / name).read_bytes()).hexdigest() != sums[name]:
            found.append(f"{name} is not the file that was packed (sha256 differs).")
    return found


def install(folder, target):
    """Make an environment in `target` and install into it; the path of the command."""
    venv.create(target, with_pip=True)
    programs = Path(target) / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    here = ["--quiet", "--no-index", "--find-links", str(folder / "wheels")]
    # Settings of this machine's pip must not add places to look in.
    plain = {k: v for k, v in os.environ.items() if not k.startswith("PIP_")}
    plain["PIP_CONFIG_FILE"] = os.devnull
    lock = str(folder / "run.lock")
    (own,) = (folder / "wheels").glob("middleground-*.whl")
    subprocess.run([*pip, *here, "--require-hashes", "-r", lock], check=True, env=plain)
    subprocess.run([*pip, *here, "--no-deps", str(own)], check=True, env=plain)
    return programs / "middleground"


def main():
    """Check, install, and look the installation over."""
    if sys.version_info[:2] not in PYTHONS:
        sys.exit("Middle Ground needs Python 3.11, 3.12 or 3.13: run this with one of them.")
    if found := problems(HERE):
        sys.exit("Nothing was installed. " + " ".join(found))
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "middleground"
    command = install(HERE, target)
    doctor = subprocess.run([str(command), "doctor", "--lock", str(HERE / "run.lock")])
    print(f"Installed. Start it with: {command} serve --open")
    sys.exit(doctor.returncode)


if __name__ == "__main__":
    main()
