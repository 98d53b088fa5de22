# SPDX-License-Identifier: GPL-2.0-only
"""One scenario or more for each behaviour of the kernel that doc/behaviours.rst numbers.

Parity is the assertion (parity.py plays these scenarios too). What a class checks here is the
kernel's result: that the scenario really shows the behaviour after which it is named.
"""
import importlib
import os
import pkgutil
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "oracle"))

from . import base  # noqa: E402


def every():
    """The classes, in the order of their names."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(__name__ + "." + module.name)
    return sorted(base.Behaviour.__subclasses__(), key=lambda c: c.name())
