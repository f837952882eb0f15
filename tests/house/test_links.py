"""No link of a page leads nowhere."""

import re
from html import unescape

from tests.house.access import PAGES, readers
from tests.house.world import World

LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')


def test_no_link_leads_nowhere(world: World):
    dead: list[str] = []
    followed: set[tuple[str, str]] = set()
    for address in PAGES:
        for reader in readers(address, world):
            page = reader.client.get(address.own(world))
            if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
                continue
            for href in map(unescape, LINK.findall(page.content.decode())):
                if (reader.name, href) in followed:
                    continue
                followed.add((reader.name, href))
                status = reader.client.get(href).status_code
                if status >= 400:
                    dead.append(f"{address.name} by {reader.name}: {href} gives {status}")
    assert len(followed) > 400
    assert not dead, "\n" + "\n".join(dead)
