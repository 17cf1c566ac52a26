"""Rules a reader may rely on without looking: no hidden imports, no signals, writes and reads in their rooms."""

import ast

import pytest

from tests.architecture.source import EVERYWHERE, ROOMS, files, functions, is_in, name, public_functions, tree

INTERFACES = ("views", "api", "tasks", "admin", "forms", "serializers", "urls")


def _where(path, node, what=""):
    return f"{name(path)}:{node.lineno} {what}".strip()


def test_nothing_is_imported_inside_a_function():
    inner = [
        _where(path, node)
        for path in files(*EVERYWHERE)
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def test_stars_are_imported_by_settings_only():
    stars = [
        _where(path, node)
        for path in files(*EVERYWHERE)
        if "settings" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert stars == []


def test_there_are_no_model_signals_and_no_generic_foreign_keys():
    forbidden = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed", "GenericForeignKey"}
    used = [
        _where(path, node, node.id)
        for path in files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id in forbidden
    ]
    assert used == []


def test_models_have_no_save_of_their_own():
    own = [
        _where(p, f) for p in files(*ROOMS) if is_in(p, "models") for f in functions(p) if f.name in ("save", "delete")
    ]
    assert own == []


@pytest.mark.parametrize("layer", INTERFACES)
def test_interfaces_never_touch_objects(layer):
    touching = [
        _where(path, node)
        for path in files(*ROOMS)
        if is_in(path, layer) and "management" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert touching == []


def _is_service(path):
    return is_in(path, "services") and path.name != "__init__.py"


# Parts of another service's transaction, which asked for the person; and what is derived belongs to nobody.
WITHOUT_PERSON = {"abilities_rewrite", "team_commit", "team_release"}


def test_services_that_write_take_keywords_only_and_the_actor_last():
    wrong = []
    for path in files(*ROOMS):
        if not _is_service(path):
            continue
        for function in public_functions(path):
            atomic = any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
            arguments = [argument.arg for argument in function.args.kwonlyargs]
            if (
                function.name not in WITHOUT_PERSON
                and atomic
                and (function.args.args or not arguments or arguments[-1] != "actor")
            ):
                wrong.append(_where(path, function, function.name))
    assert wrong == []


def test_every_public_service_and_selector_says_what_it_does():
    silent = [
        _where(path, function, function.name)
        for path in files(*ROOMS)
        if is_in(path, "services") or is_in(path, "selectors")
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]
    assert silent == []


def test_every_module_says_what_it_is():
    silent = [name(p) for p in files(*ROOMS) if p.read_text("utf-8").strip() and not ast.get_docstring(tree(p))]
    assert silent == []


# Reference vocabulary and the platform's own health belong to no jurisdiction; the states of teams are asked for ids that
# a selector with an actor gave.
WITHOUT_ACTOR = {
    "capabilities",
    "event_types",
    "facility_kinds",
    "ground_is_drill",
    "latest_cursor",
    "pulses",
    "team_states",
    "type_patterns",
}


def _fetches(function):
    return any(isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(function))


def test_selectors_that_fetch_take_an_actor():
    blind = [
        _where(path, function, function.name)
        for path in files(*ROOMS)
        if is_in(path, "selectors")
        for function in public_functions(path)
        if _fetches(function)
        and not {"actor", "user"} & {a.arg for a in (*function.args.args, *function.args.kwonlyargs)}
        and function.name not in WITHOUT_ACTOR
    ]
    assert blind == []
