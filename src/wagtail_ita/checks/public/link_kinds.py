"""What the look from outside can find behind the links of an item's page."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.checks.public.kinds import ASSESSOR
from wagtail_ita.checks.public.visits import Trouble
from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.findings import FindingType, Severity, register

LINK_EMPTY = register(
    FindingType(
        code="link-empty",
        severity=Severity.ERROR,
        title=_("A link leads nowhere"),
        explanation=_("A link with “#”, a script or no address opens nothing for an assessor."),
        statement=_("The link “%(text)s” leads nowhere: its address is “%(url)s”."),
        remedy=_("Give the link the address of what it names, or remove it."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
MENU_LINK_EMPTY = register(
    FindingType(
        code="link-empty-menu",
        severity=Severity.NOTE,
        title=_("A link of the menu leads nowhere"),
        explanation=_("It may open a menu for people; a program of an assessor sees no address."),
        statement=_("The link “%(text)s” of the site's frame has no address: “%(url)s”."),
        remedy=_("Have the template use a button, or give the link an address."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
LINK_ANCHOR = register(
    FindingType(
        code="link-anchor",
        severity=Severity.WARNING,
        title=_("A link leads to a place that the page does not have"),
        explanation=_("The visitor clicks and nothing happens."),
        statement=_("The link “%(text)s” leads to “%(url)s”, which is not on the page."),
        remedy=_("Correct the part after “#”, or remove the link."),
    )
)
LINK_UNUSABLE = register(
    FindingType(
        code="link-unusable",
        severity=Severity.ERROR,
        title=_("A link is no web address"),
        explanation=_("Addresses such as file: lead to the computer of whoever wrote the page."),
        statement=_("The link “%(text)s” leads to “%(url)s”, which no visitor can open."),
        remedy=_("Upload the file as a document and link that."),
    )
)
LINK_MALFORMED = register(
    FindingType(
        code="link-malformed",
        severity=Severity.ERROR,
        title=_("The address of a link is not valid"),
        explanation=_("A browser cannot open it."),
        statement=_("The link “%(text)s” has an address that no browser can open: “%(url)s”."),
        remedy=_("Open the target in a browser and copy the address from there."),
    )
)
LINK_CREDENTIALS = register(
    FindingType(
        code="link-credentials",
        severity=Severity.ERROR,
        title=_("The address of a link carries a user name"),
        explanation=_(
            "Such an address gives away an account, or makes one website look like another. "
            "It was not opened."
        ),
        statement=_("The address of the link “%(text)s” carries a user name or a password."),
        remedy=_("Remove everything up to and including “@” in front of the host name."),
    )
)
LINK_PRIVATE = register(
    FindingType(
        code="link-private",
        severity=Severity.ERROR,
        title=_("A link leads into an internal network"),
        explanation=_("Nobody outside the agency can open it. It was not opened."),
        statement=_("The link “%(text)s” leads to an internal address: “%(url)s”."),
        remedy=_("Publish the content on the website and link that."),
    )
)
LINK_PORT = register(
    FindingType(
        code="link-port",
        severity=Severity.WARNING,
        title=_("A link names an unusual port"),
        explanation=_("Networks often block such an address. It was not opened."),
        statement=_("The link “%(text)s” leads to an unusual port: “%(url)s”."),
        remedy=_("Publish the content on the website and link that."),
    )
)
LINK_DEAD = register(
    FindingType(
        code="link-dead",
        severity=Severity.ERROR,
        title=_("A link is dead"),
        explanation=_("Evidence that does not open counts as missing."),
        statement=_("The link “%(text)s” is dead: %(reason)s (%(url)s)."),
        remedy=_("Correct the address, or upload the file to the website again."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
LINK_LOGIN = register(
    FindingType(
        code="link-login",
        severity=Severity.ERROR,
        title=_("A link leads to a login"),
        explanation=_("An assessor has no account there."),
        statement=_("What the link “%(text)s” leads to asks for a login: %(url)s."),
        remedy=_("Make it public, or upload the file to the website."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
LINK_UNSURE = register(
    FindingType(
        code="link-unsure",
        severity=Severity.WARNING,
        title=_("A link could not be checked"),
        explanation=_("The server may be down for a moment, or keep programs out."),
        statement=_("The link “%(text)s” could not be opened: %(reason)s (%(url)s)."),
        remedy=_("Open it in a private window. If it does not open there, correct it."),
    )
)
LINK_INSECURE = register(
    FindingType(
        code="link-insecure",
        severity=Severity.WARNING,
        title=_("A link is not encrypted"),
        explanation=_("Browsers warn visitors of such addresses."),
        statement=_("The address of the link “%(text)s” begins with http://: %(url)s."),
        remedy=_("Try the address with https:// and use that if it opens."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
LINK_DRIVE = register(
    FindingType(
        code="link-drive",
        severity=Severity.WARNING,
        title=_("Evidence on a drive or a social network"),
        explanation=_(
            "Such places often ask for a login, and the content goes when a person leaves."
        ),
        statement=_("The link “%(text)s” leads to %(host)s."),
        remedy=_("Upload the file to the website and link that."),
        source=ASSESSOR,
        certainty=Certainty.C,
    )
)
LINK_OUTSIDE = register(
    FindingType(
        code="link-outside",
        severity=Severity.NOTE,
        title=_("Evidence on another website"),
        explanation=_("The agency does not decide how long it stays there."),
        statement=_("The link “%(text)s” leads to another website: %(host)s."),
        remedy=_("If it is evidence, better keep a copy on the website of the agency."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
FILE_OTHER = register(
    FindingType(
        code="file-other",
        severity=Severity.ERROR,
        title=_("A file is not what its name says"),
        explanation=_("The visitor's program refuses to open it."),
        statement=_("“%(text)s” should be a file of type %(extension)s but is not: %(url)s."),
        remedy=_("Open the file, save it in the right format and upload it again."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
FILE_EMPTY = register(
    FindingType(
        code="file-empty",
        severity=Severity.ERROR,
        title=_("A file is empty"),
        explanation=_("The upload broke off, or the file was never written."),
        statement=_("The file “%(text)s” is empty: %(url)s."),
        remedy=_("Upload the file again."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
FILE_LOCKED = register(
    FindingType(
        code="file-locked",
        severity=Severity.ERROR,
        title=_("A file asks for a password"),
        explanation=_("An assessor cannot open it."),
        statement=_("The file “%(text)s” is protected by a password: %(url)s."),
        remedy=_("Save the file without a password and upload it again."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)

BY_TROUBLE: Final = {
    Trouble.MALFORMED: LINK_MALFORMED,
    Trouble.CREDENTIALS: LINK_CREDENTIALS,
    Trouble.PRIVATE: LINK_PRIVATE,
    Trouble.PORT: LINK_PORT,
    Trouble.UNKNOWN_HOST: LINK_DEAD,
    Trouble.LOGIN: LINK_LOGIN,
    Trouble.UNREACHABLE: LINK_UNSURE,
    Trouble.TIMEOUT: LINK_UNSURE,
    Trouble.CERTIFICATE: LINK_UNSURE,
    Trouble.LOOP: LINK_UNSURE,
    Trouble.BROKEN: LINK_UNSURE,
}
"""What to say of a link that could not be opened. ``NOT_TRIED`` says nothing about the link."""
