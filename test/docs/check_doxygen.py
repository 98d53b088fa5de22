# SPDX-License-Identifier: GPL-2.0-only
"""The reference manual builds without a warning: every class, function, enumeration and type in the
headers of model and helper is documented, and whoever lists parameters lists those that there are.

Some members mean what they mean anywhere, and need no sentence: fields whose class's comment speaks
for them, operators, moves and copies, and overrides, documented where they come from. The kinds of
option (NfNumberKind and others) share the functions that nf-option-kinds.h describes once.

usage: check_doxygen.py MODULE_DIR
"""

import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
SELF_EXPLAINING = (
    r"\(variable\)",
    r"Member operator",
    r"=default \(function\)",
    r"Member (\w+)\(\1 &&",
    r" override \(function\)",
    r"Member (Read|GetSyntax|Take|Check|Print|IsSilent|AddTo)\(.*of struct ns3::Nf\w+Kind ",
)


def main():
    """Run Doxygen and tell its warnings."""
    module = sys.argv[1]
    if not shutil.which("doxygen"):
        print("doxygen is not there")
        return SKIPPED
    with open(module + "/doc/doxygen.conf", encoding="utf-8") as conf:
        settings = conf.read()
    with tempfile.TemporaryDirectory() as folder:
        settings += f"OUTPUT_DIRECTORY = {folder}\nGENERATE_HTML = NO\nGENERATE_XML = YES\n"
        run = subprocess.run(
            ["doxygen", "-"],
            input=settings,
            cwd=module,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    known = re.compile("|".join(SELF_EXPLAINING))
    told = [
        line for line in run.stderr.splitlines()
        if line and not ("is not documented" in line and known.search(line))
    ]
    print("\n".join(told) or "no warnings")
    return 1 if told or run.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
