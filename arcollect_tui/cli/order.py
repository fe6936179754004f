"""How the worklist would be ordered under other weights, as lines and as JSON."""

from typing import TYPE_CHECKING

from arcollect_tui.cli.output import JsonValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from arcollect_tui.services.office import Office
    from arcollect_tui.services.order_preview import Move, OrderPreview
    from arcollect_tui.services.policies import PolicyPlan


def previewed(office: "Office", plan: "PolicyPlan") -> "OrderPreview | None":
    """The order under a plan; None for a plan that sets no weight."""
    from arcollect_tui.services.order_preview import preview_order, touches_order

    return preview_order(office, plan) if touches_order(plan) else None


def order_lines(order: "OrderPreview") -> "Iterator[str]":
    """The first accounts of the worklist, where they stand now and then."""
    yield f"Worklist: {order.sentence}"
    yield f"{'now':>6}  {'then':>6}  {'move':<10}  {'score':>6}  {'then':>6}  account"
    for move in order.moves:
        cells = (move.before.rank, move.after.rank, move.before.score, move.after.score)
        was, then, score, score_then = ("-" if cell is None else str(cell) for cell in cells)
        about = f"{move.number} {move.name}"
        yield f"{was:>6}  {then:>6}  {move.words:<10}  {score:>6}  {score_then:>6}  {about}"


def order_shape(order: "OrderPreview") -> JsonValue:
    """The preview for programs; a rank or score is null where the account is not in the list."""
    return {
        "moved": order.moved,
        "total": order.total,
        "moves": [_move_shape(move) for move in order.moves],
    }


def _move_shape(move: "Move") -> JsonValue:
    return {
        "customer_no": move.number,
        "name": move.name,
        "rank": move.before.rank,
        "rank_then": move.after.rank,
        "score": move.before.score,
        "score_then": move.after.score,
    }
