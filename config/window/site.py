"""Django's admin as a window: superusers look through it, and no address of it writes."""

from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin, ShowFacets
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.window.tables import TABLES, Table, Words
from pages.desk import Desk
from pages.templatetags.qianpi import moment


def said(row: Model, name: str, table: Table) -> str:
    """What stands in a column of a row, in words; a dash where nothing does."""
    if name in table.said:
        return str(table.said[name](row)) or "—"
    *way, last = name.split("__")
    holder: Any = row
    for step in way:
        holder = holder and getattr(holder, step)
    value = getattr(holder, last, None)
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return moment(value)
    shown = getattr(holder, f"get_{last}_display", None)
    return str(shown() if shown else value)


def path_of(sieve: Any) -> str:
    """The field that a list filter of Django's admin is about."""
    return sieve if isinstance(sieve, str) else sieve[0]


class Looking(ModelAdmin):
    """One table: a list that is searched and sieved, and a page of each row."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    sortable_by = ()
    ordering = ("-pk",)
    change_list_template = "window/table.html"
    table: Table

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).exclude(self.table.left_out())

    def get_urls(self) -> list[URLPattern]:
        """Of the addresses of an admin only those that read."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name=f"{name}_changelist"),
            path("<path:object_id>/", wrap(self.row_view), name=f"{name}_change"),
        ]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        return [f"{name}__exact" for name in self.table.found_by]

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        return self.table.sieves

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the sieves: an address that asks for a column which is not shown would tell of it."""
        return any(lookup.startswith(f"{path_of(sieve)}__") for sieve in self.table.sieves)

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """What the columns of other tables are read along with."""
        paths = (*self.table.columns, *self.table.more)
        return sorted({name.rpartition("__")[0] for name in paths if "__" in name})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if isinstance(answer, TemplateResponse) and answer.context_data:
            found: ChangeList = answer.context_data["cl"]
            answer.context_data |= {"title": self.table.title, **self._listed(found)}
            return answer
        if isinstance(answer, HttpResponseRedirect):
            return answer  # back to the list without what could not be asked for
        raise Http404

    def _listed(self, found: ChangeList) -> dict[str, Any]:
        """The list in words: what is searched for, its sieves, its rows, its pages."""
        table, labels = self.table, self.table.labels
        page = found.paginator.get_page(found.page_num)
        kept = {name: value for name, value in found.params.items() if name != SEARCH_VAR}
        return {
            "table": table,
            "sought": _(", ").join(map(str, table.found_by.values())),
            "kept": kept.items(),
            "sieves": [
                (labels[path_of(sieve)], spec.choices(found))
                for sieve, spec in zip(table.sieves, found.filter_specs, strict=True)
            ],
            "rows": [(self.address(row), self._cells(row)) for row in found.result_list],
            "page": page,
            "before": page.has_previous()
            and found.get_query_string({PAGE_VAR: page.previous_page_number()}),
            "after": page.has_next()
            and found.get_query_string({PAGE_VAR: page.next_page_number()}),
        }

    def _cells(self, row: Model) -> list[tuple[Words, str]]:
        table = self.table
        return [(label, said(row, name, table)) for name, label in table.columns.items()]

    def address(self, row: Model | None = None) -> str:
        """Where a row is, or the list of all."""
        of = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        if row is None:
            return reverse(f"{of}_changelist")
        return reverse(f"{of}_change", args=[quote(row.pk)])

    def row_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """All that may be seen of one row."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        table = self.table
        facts = [(label, said(row, name, table)) for name, label in table.labels.items()]
        context = self.admin_site.each_context(request) | {
            "table": table,
            "title": facts[0][1],
            "facts": facts,
            "list_url": self.address(),
        }
        return TemplateResponse(request, "window/row.html", context)


class Window(AdminSite):
    """The site of the tables, in the frame of the product; who is no superuser finds nothing there."""

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The view for superusers, to be read; others log in first, or find nothing there."""
        behind = super().admin_view(view, cacheable)

        def window(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return behind(request, *args, **kwargs)

        return require_safe(window)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The list of tables, and each with its rows: nothing else of an admin is there."""
        tables = [
            path(f"{model._meta.label_lower.replace('.', '/')}/", include(looking.urls))
            for model, looking in self._registry.items()
        ]
        return [path("", self.admin_view(self.index), name="index"), *tables]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"desk": Desk(request)}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        lists: Any = self._registry.values()
        tables = [(looking.address(), looking.table) for looking in lists]
        context = self.each_context(request) | {"tables": tables}
        return TemplateResponse(request, "window/index.html", context)

    def show(self, table: Table) -> None:
        self.register(table.of, type("Looking", (Looking,), {"table": table}))


window = Window(name="window")
for one in TABLES:
    window.show(one)
