"""A test that changes the site's language leaves no address of it to the next test."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import translation


def home(language: str) -> str:
    with translation.override(language):
        return reverse("wagtail_serve", args=[""])


@pytest.mark.parametrize("site", ["th", "en", "th"])
def test_addresses_follow_the_language_of_the_site(site: str) -> None:
    with override_settings(LANGUAGE_CODE=site):
        other = "en" if site == "th" else "th"
        assert (home(site), home(other)) == ("/", f"/{other}/")


def test_the_addresses_of_the_settings_are_back_afterwards() -> None:
    before = (home("th"), home("en"))
    with override_settings(LANGUAGE_CODE="en" if before[0] == "/" else "th"):
        assert (home("th"), home("en")) != before
    assert (home("th"), home("en")) == before
