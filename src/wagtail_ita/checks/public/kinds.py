"""What the look from outside can find on the way to an item and on its page."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from wagtail_ita.domain.certainty import Certainty
from wagtail_ita.domain.findings import FindingType, Severity, register

ASSESSOR: Final = "Concluded from what guides for assessors and published results look at."

SITE_NO_ADDRESS = register(
    FindingType(
        code="public-no-address",
        severity=Severity.ERROR,
        title=_("The index has no public address"),
        explanation=_("What has no address cannot be opened by an assessor."),
        statement=_("“%(title)s” has no public address."),
        remedy=_("Publish the page below the home page of a site, and run the check again."),
    )
)
SITE_BAD_ADDRESS = register(
    FindingType(
        code="public-bad-address",
        severity=Severity.ERROR,
        title=_("The address of the site is not valid"),
        explanation=_("The check begins at the address of the site."),
        statement=_("“%(url)s” is not the address of a website."),
        remedy=_("Write the address in full, for example https://www.example.go.th."),
    )
)
SITE_INSECURE = register(
    FindingType(
        code="public-insecure-site",
        severity=Severity.WARNING,
        title=_("The site is not opened over HTTPS"),
        explanation=_("Browsers warn visitors of a website that is not encrypted."),
        statement=_("%(url)s is not encrypted: the address begins with http://."),
        remedy=_("Have a certificate installed, and give assessors addresses with https://."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
HOME_STATUS = register(
    FindingType(
        code="public-home-closed",
        severity=Severity.ERROR,
        title=_("The home page does not open"),
        explanation=_("An assessor begins at the home page."),
        statement=_("The home page %(url)s does not open: %(reason)s."),
        remedy=_("Have the website repaired, and run the check again."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
PAGE_STATUS = register(
    FindingType(
        code="public-page-closed",
        severity=Severity.ERROR,
        title=_("The page does not open"),
        explanation=_("The page counts as missing when it does not answer with status 200."),
        statement=_("The page %(url)s does not open: %(reason)s."),
        remedy=_("Open the address in a private window, and repair what it shows."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
PAGE_LOGIN = register(
    FindingType(
        code="public-page-login",
        severity=Severity.ERROR,
        title=_("The page asks for a login"),
        explanation=_("An assessor has no account on the website."),
        statement=_("The page %(url)s asks visitors for a login or a password."),
        remedy=_("Make the page public under “Privacy”, and the pages above it as well."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
PAGE_REDIRECT = register(
    FindingType(
        code="public-page-redirect",
        severity=Severity.WARNING,
        title=_("The address of the page leads to another one"),
        explanation=_("Addresses are handed in once and looked at again months later."),
        statement=_("The address %(url)s leads on to %(final_url)s."),
        remedy=_("Hand in the second address, or remove the redirect."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
PAGE_NO_HTML = register(
    FindingType(
        code="public-page-unreadable",
        severity=Severity.WARNING,
        title=_("The page could not be read"),
        explanation=_("Text and links of the page could not be checked to the end."),
        statement=_("The page %(url)s is broken, too large or no web page."),
        remedy=_("Have the page template looked at: its HTML should be whole and below 2 MB."),
    )
)
PAGE_UNLINKED = register(
    FindingType(
        code="public-not-reachable",
        severity=Severity.ERROR,
        title=_("No links lead to the page from the home page"),
        explanation=_("The click path from the home page is part of what is handed in."),
        statement=_("No links lead from the home page to this page in %(clicks)s clicks."),
        remedy=_("Put the index page of the year into a menu, and the item on the index page."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
WALK_CUT = register(
    FindingType(
        code="public-not-found-yet",
        severity=Severity.WARNING,
        title=_("No link to the page among the first pages of the site"),
        explanation=_("The site has more pages than the check opens."),
        statement=_("No link to this page was found on the first %(pages)s pages of the site."),
        remedy=_("Link the index page of the year from the home page."),
    )
)
LINK_TEXT = register(
    FindingType(
        code="public-link-text",
        severity=Severity.WARNING,
        title=_("The link to the page lacks the code or the official title"),
        explanation=_("Assessors, and programs of theirs, look for the words of the list."),
        statement=_(
            "The link to this page reads “%(text)s”, not “%(expected)s” "
            "as the list of the assessment has it."
        ),
        remedy=_("Write code and official title into the text of a link that leads here."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
YEAR = register(
    FindingType(
        code="public-year",
        severity=Severity.WARNING,
        title=_("The page does not name the year"),
        explanation=_("Without the fiscal year an assessor may take the page for an old one."),
        statement=_("The page names none of the years that it may be about: %(years)s."),
        remedy=_("Write the fiscal year into the title or the text."),
        source=ASSESSOR,
        certainty=Certainty.D,
    )
)
CHECK_FAILED = register(
    FindingType(
        code="public-check-failed",
        severity=Severity.WARNING,
        title=_("The check could not be finished"),
        explanation=_("Something in the site stopped the check; the log says what."),
        statement=_("The look from outside could not be finished here."),
        remedy=_("Send the lines of the server's log to the webmaster."),
    )
)
