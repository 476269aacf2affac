"""The contract import-linter has no type for: some modules of an app are its own."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateContract(Contract):
    """The `private` modules of every package in `container` are imported only from within that package.

    Unlike "protected", it holds for apps that do not exist yet, and an app need not have all of the modules.
    """

    type_name = "private"

    container = fields.StringField()
    private = fields.ListField(subfield=fields.StringField())
    shared = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        intrusions = sorted(
            f"{importer} -> {module}"
            for app in graph.find_children(str(self.container))
            if app.rpartition(".")[2] not in (self.shared or ())  # type: ignore[operator]
            for module in self._private_modules(graph, app)
            for importer in graph.find_modules_that_directly_import(module)
            if importer.startswith(f"{self.container}.") and not f"{importer}.".startswith(f"{app}.")
        )
        return ContractCheck(kept=not intrusions, metadata={"intrusions": intrusions})

    def _private_modules(self, graph: ImportGraph, app: str) -> list[str]:
        names: Any = self.private
        heads = [f"{app}.{name}" for name in names if f"{app}.{name}" in graph.modules]
        return [module for head in heads for module in (head, *graph.find_descendants(head))]

    def render_broken_contract(self, check: ContractCheck) -> None:
        for intrusion in check.metadata["intrusions"]:
            output.print_error(intrusion, bold=False)
