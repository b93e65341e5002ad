"""The program: its commands, the app, the worker and the carriers it sends through."""

__version__ = "0.1.0"
