"""Pictures and their captions: what stands beside a lone picture and reads as its caption becomes a Figure with it."""

from __future__ import annotations

from typing import Any

from .document import pf


def attach_captions(blocks: list[Any]) -> list[Any]:
    """Return the blocks with every bare caption that follows or precedes a lone picture joined to it.

    The caption after a picture is its own; the one before it only where none follows.
    """
    out: list[Any] = []
    waiting: Any = None
    for at, block in enumerate(blocks):
        if block is waiting:
            continue
        if not _is_picture(block):
            out.append(block)
            continue
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if _is_caption(after):
            waiting = after
            out.append(_figure(block, after))
        elif out and _is_caption(out[-1]):
            out[-1] = _figure(block, out[-1])
        else:
            out.append(block)
    return out


def _is_picture(block: Any) -> bool:
    return isinstance(block, pf.Para | pf.Plain) and len(block.content) == 1 and isinstance(block.content[0], pf.Image)


def _is_caption(block: Any) -> bool:
    return isinstance(block, pf.Div) and "caption" in block.classes


def _figure(picture: Any, caption: Any) -> Any:
    words = [pf.Plain(*paragraph.content) for paragraph in caption.content]
    return pf.Figure(pf.Plain(picture.content[0]), caption=pf.Caption(*words))
