"""onnxruntime without its telemetry; imported before anything else imports onnxruntime.

Its present wheels for Linux and macOS tell their maker how they are used, and keep a mark of the
machine in the home folder, unless one of these is set when the library is loaded
(https://github.com/microsoft/onnxruntime/pull/27379 and 29843). No word of a note is in that; but
nothing is to leave the machine.
"""

from __future__ import annotations

import os

for _name in ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED"):
    os.environ[_name] = "1"
