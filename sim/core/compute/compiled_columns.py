"""How compiled code sees the columns of persons or households: by one address.

The address is that of a table: the number of rows, then where each column begins. A column becomes an array only where
a kernel names it, and an array that counts no references; a helper is handed one word, however many columns there are.
What this saves is in docs/decisions/kernels-and-bits.md.

The table never changes: columns that move to other memory are other :class:`sim.core.columns.columns.Columns`. Compiled
code may therefore read an address once and keep it.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, unbox
from numba.np.arrayobj import make_array, populate_array


class ColumnsType(types.Type):
    """Numba's type of the columns of one class of agents.

    Parameters
    ----------
    name : str
        Name of the class of agents.
    dtypes : dict
        NumPy type of each column, in order.
    """

    def __init__(self, name: str, dtypes: dict[str, Any]) -> None:
        self.columns = {
            column: types.Array(numba.from_dtype(dtype), ndim=1, layout="C") for column, dtype in dtypes.items()
        }
        self.widths = {column: np.dtype(dtype).itemsize for column, dtype in dtypes.items()}
        self.places = {column: place for place, column in enumerate(self.columns, start=1)}
        super().__init__(f"{name}({', '.join(f'{column}: {dtype}' for column, dtype in dtypes.items())})")


@register_model(ColumnsType)
class ColumnsModel(models.OpaqueModel):
    """A pointer to the table."""


@infer_getattr
class ColumnAttribute(AttributeTemplate):
    """The type of a column is that of its array."""

    key = ColumnsType

    def generic_resolve(self, columns: ColumnsType, name: str) -> Any:  # type: ignore[override]
        """Type of a column, None if there is none of this name."""
        return columns.columns.get(name)


@lower_getattr_generic(ColumnsType)  # type: ignore[untyped-decorator]
def column(context: Any, builder: Any, columns: ColumnsType, table: Any, name: str) -> Any:
    """Make the array of a column: its address and length are read from the table, all else is known."""
    array_type = columns.columns[name]
    never_changes = builder.module.add_metadata([])

    def read(place: int, what: Any) -> Any:
        words = builder.bitcast(table, what.as_pointer())
        word = builder.load(cgutils.gep(builder, words, place))
        word.set_metadata("invariant.load", never_changes)
        return word

    array = make_array(array_type)(context, builder)
    item, width = context.get_data_type(array_type.dtype), columns.widths[name]
    rows = read(0, context.get_value_type(types.intp))
    data = read(columns.places[name], item.as_pointer())
    populate_array(array, data, [rows], [context.get_constant(types.intp, width)], width, meminfo=None)
    return impl_ret_borrowed(context, builder, array_type, array._getvalue())


@unbox(ColumnsType)  # type: ignore[untyped-decorator]
def address_of(columns: ColumnsType, given: Any, c: Any) -> NativeValue:
    """Take the address of the table from the columns, which the caller keeps alive."""
    address = c.pyapi.object_getattr_string(given, "address")
    number = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(c.builder.inttoptr(number, ir.IntType(8).as_pointer()), is_error=c.pyapi.c_api_error())
