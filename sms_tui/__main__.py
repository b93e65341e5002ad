"""`python -m sms_tui` is `sms-tui`."""

from sms_tui.cli import main

main()
