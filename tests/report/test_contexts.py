"""What a page may know is declared: a template uses no name that its context does not have."""

from dataclasses import fields

import pytest
from jinja2 import meta, nodes

from foreland.report.environment import environment, prose, tidied
from foreland.report.pages import (
    gap_pages,
    glossary,
    home,
    indicator,
    our_record,
    plan,
    priority,
    quality,
    ranking,
    school_districts,
    school_ladder,
    school_lists,
    school_page,
    school_texts,
    texts,
    themes,
    trust_pages,
    trusts_without,
)
from foreland.report.pages.page import Page

CONTEXTS = {
    "home.html": home.HomePage,
    "priorities.html": priority.PrioritiesPage,
    "priority.html": priority.PriorityPage,
    "plan.html": plan.PlanPage,
    "promises.html": plan.PromisesPage,
    "gaps.html": gap_pages.GapsPage,
    "gap-kind.html": gap_pages.GapKindPage,
    "ranking.html": ranking.RankingPage,
    "indicators.html": themes.IndicatorsPage,
    "theme.html": themes.ThemePage,
    "indicator.html": indicator.IndicatorPage,
    "quality.html": quality.QualityPage,
    "sources.html": quality.SourcesPage,
    "our-record.html": our_record.OurRecordPage,
    "glossary.html": glossary.GlossaryPage,
    "schools.html": school_lists.SchoolsPage,
    "school_phase.html": school_lists.PhasePage,
    "school_district.html": school_districts.DistrictPage,
    "school_ladder.html": school_ladder.LadderPage,
    "school.html": school_page.SchoolPage,
    "school_regimes.html": school_texts.RegimesPage,
    "school_next.html": school_texts.NextPage,
    "trusts.html": trust_pages.TrustsPage,
    "trust.html": trust_pages.TrustPage,
    "trusts_without.html": trusts_without.WithoutPage,
    "downloads.html": texts.DownloadsPage,
    "methods.html": texts.Text,
    "accessibility.html": texts.Text,
    "privacy.html": texts.Text,
    "report-an-error.html": texts.Text,
    "404.html": texts.Text,
}

EVERYWHERE = {
    "path", "kind", "title", "description", "section", "crumbs", "root",  # the page's own
    "about", "navigation", "stylesheet", "here",  # the site's
}  # fmt: skip


def source(template: str) -> str:
    return environment().loader.get_source(environment(), template)[0]  # type: ignore[union-attr]


def used(template: str) -> set[str]:
    tree = environment().parse(source(template))
    base = environment().parse(source("base.html"))
    names = meta.find_undeclared_variables(tree) | meta.find_undeclared_variables(base)
    imported = {
        name if isinstance(name, str) else name[1]
        for node in tree.find_all(nodes.FromImport)
        for name in node.names
    }
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    return names - set(environment().globals) - imported - macros


@pytest.mark.parametrize("template", sorted(CONTEXTS))
def test_a_template_uses_only_what_its_context_declares(template: str) -> None:
    declared = {f.name for f in fields(CONTEXTS[template])}
    assert used(template) <= declared | EVERYWHERE


@pytest.mark.parametrize("template", sorted(CONTEXTS))
def test_a_context_does_not_hide_a_name_that_every_page_has(template: str) -> None:
    assert not {f.name for f in fields(CONTEXTS[template])} & EVERYWHERE


def test_every_page_template_has_a_context() -> None:
    pages = {
        name
        for name in environment().list_templates(filter_func=lambda n: "/" not in n)
        if "extends" in source(name)
    }
    assert pages == set(CONTEXTS)


def test_a_page_knows_its_way_to_the_root() -> None:
    deep = Page("a/b.html", "k", "t", "d", "404.html", texts.Text(0))
    assert deep.root == "../"
    assert deep.names()["measures"] == 0


def test_commentary_is_text_and_never_markup() -> None:
    assert "<script>" not in prose("<script>alert(1)</script>")
    assert "<a" not in prose("[x](javascript:alert(1))")
    assert '<p class="govuk-body">Two words.</p>' in prose("Two words.")


def test_a_page_has_no_blank_lines() -> None:
    assert tidied("  <p>\n\n  x</p>  ") == b"<p>\nx</p>\n"
