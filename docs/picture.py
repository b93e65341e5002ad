"""Makes the README's picture: the lead screen of the demo, as it is.

    PYTHONPATH=. python docs/picture.py docs/lead.svg
    chromium --headless --no-sandbox --hide-scrollbars --window-size=1482,962 \
        --screenshot=docs/lead.png file://$PWD/docs/lead.svg
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from data.models import Actor
from data.store import Store
from screens.place import OpenLead
from screens.session import Session
from sms_tui.app import SmsApp
from sms_tui.background import WorkerThread
from sms_tui.demo import PINNED, demo_store
from sms_tui.practice import PracticeCarrier

ZONE = ZoneInfo("America/New_York")


async def picture() -> str:
    """Open Maria Demo's log, begin a text, and give what is on screen as SVG."""
    with demo_store("agent") as path:
        store = Store.open(path, pinned=PINNED, zone=ZONE)
        actor = Actor(store.people.known_user("agent"), "agent")
        lead = store.leads.known("D-10482")
        background = WorkerThread(store, PracticeCarrier())
        app = SmsApp(Session(store, actor, zone=ZONE), background=background)
        async with app.run_test(size=(120, 36)) as pilot:
            app.post_message(OpenLead(lead.id))
            await pilot.pause(2)
            await pilot.press(*"Could you also send")
            await pilot.pause(1)
            shown = app.export_screenshot(title="sms-tui")
        store.close()
    return shown


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(picture()))
