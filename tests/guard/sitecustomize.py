"""Python runs this first in every child process of the tests: see loopback.py beside it."""

from importlib import import_module

import_module("loopback").install()
