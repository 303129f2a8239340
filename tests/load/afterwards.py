"""What the run has left behind: the records of what was public, and what the workers wrote."""

from __future__ import annotations

import re

import requests

from tests.load.diary import WORKERS, Diary
from tests.load.people import NUMBER, PATIENCE
from tests.load.site import WORKER, DemoSite, Report

# Of many requests in a row each worker gets some.
MANY = 40
ALARM = re.compile(
    r"^(?:Traceback|.*(?:Error|Exception)\b|.*\[(?:ERROR|CRITICAL)\]).*", re.MULTILINE
)


def look_back(site: DemoSite, diary: Diary) -> None:
    """Complain of what does not agree now that everybody has gone."""
    for report in site.reports:
        for problem in (*_record(report), *_answers(site, report)):
            diary.complain(f"{report.path}: {problem}")
    for line in ALARM.findall(site.log.read_text(errors="replace")):
        diary.complain(f"a worker wrote: {line}")


def _record(report: Report) -> list[str]:
    """Each publication is on record, and the last one is what is public."""
    from wagtail_ita.models import PublishedVersion, get_report_page_model

    page = get_report_page_model().objects.get(pk=report.pk)
    versions = list(PublishedVersion.objects.of(page).order_by("number"))
    problems = []
    numbers = [each.number for each in versions]
    if numbers != [*range(1, report.history.published + 2)]:
        problems.append(f"{report.history.published} publications, and the record has {numbers}")
    if page.live_revision_id != versions[-1].revision_id:
        problems.append("what is public is not the last version on record")
    return problems


def _answers(site: DemoSite, report: Report) -> list[str]:
    """Both workers say the same, on the page and in the file, under one name."""
    said, workers = set(), set()
    for _number in range(MANY):
        page = requests.get(site.address + report.path, timeout=PATIENCE)
        file = requests.get(f"{site.address}{report.path}report.json", timeout=PATIENCE)
        in_file = NUMBER.findall(file.json()["report"]["conclusion"])
        said.add((*NUMBER.findall(page.text)[:1], *in_file, page.headers.get("ETag")))
        workers |= {(page.headers[WORKER], "page"), (file.headers[WORKER], "file")}
        if len(workers) == 2 * WORKERS:
            break
    [*answers] = said
    if len(answers) > 1 or len(answers[0]) != 3 or answers[0][0] != answers[0][1]:
        return [f"afterwards the workers say {answers}"]
    if len(workers) < 2 * WORKERS:
        return ["afterwards one worker has not been asked"]
    return []
