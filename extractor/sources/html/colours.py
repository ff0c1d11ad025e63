"""Colours of a page, as its styles and attributes name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb

from extractor.sources.html.sheets import Said
from extractor.sources.ink import Colour

_NAMES = (
    "aliceblue:f0f8ff antiquewhite:faebd7 aqua:00ffff aquamarine:7fffd4 azure:f0ffff beige:f5f5dc"
    " bisque:ffe4c4 black:000000 blanchedalmond:ffebcd blue:0000ff blueviolet:8a2be2 brown:a52a2a"
    " burlywood:deb887 buttonface:f0f0f0 buttontext:000000 cadetblue:5f9ea0 canvas:ffffff canvastext:000000"
    " chartreuse:7fff00 chocolate:d2691e coral:ff7f50 cornflowerblue:6495ed cornsilk:fff8dc crimson:dc143c"
    " cyan:00ffff darkblue:00008b darkcyan:008b8b darkgoldenrod:b8860b darkgray:a9a9a9 darkgreen:006400"
    " darkgrey:a9a9a9 darkkhaki:bdb76b darkmagenta:8b008b darkolivegreen:556b2f darkorange:ff8c00"
    " darkorchid:9932cc darkred:8b0000 darksalmon:e9967a darkseagreen:8fbc8f darkslateblue:483d8b"
    " darkslategray:2f4f4f darkslategrey:2f4f4f darkturquoise:00ced1 darkviolet:9400d3 deeppink:ff1493"
    " deepskyblue:00bfff dimgray:696969 dimgrey:696969 dodgerblue:1e90ff field:ffffff fieldtext:000000"
    " firebrick:b22222 floralwhite:fffaf0 forestgreen:228b22 fuchsia:ff00ff gainsboro:dcdcdc ghostwhite:f8f8ff"
    " gold:ffd700 goldenrod:daa520 gray:808080 graytext:808080 green:008000 greenyellow:adff2f grey:808080"
    " honeydew:f0fff0 hotpink:ff69b4 indianred:cd5c5c indigo:4b0082 infobackground:ffffe1 infotext:000000"
    " ivory:fffff0 khaki:f0e68c lavender:e6e6fa lavenderblush:fff0f5 lawngreen:7cfc00 lemonchiffon:fffacd"
    " lightblue:add8e6 lightcoral:f08080 lightcyan:e0ffff lightgoldenrodyellow:fafad2 lightgray:d3d3d3"
    " lightgreen:90ee90 lightgrey:d3d3d3 lightpink:ffb6c1 lightsalmon:ffa07a lightseagreen:20b2aa"
    " lightskyblue:87cefa lightslategray:778899 lightslategrey:778899 lightsteelblue:b0c4de lightyellow:ffffe0"
    " lime:00ff00 limegreen:32cd32 linen:faf0e6 magenta:ff00ff maroon:800000 mediumaquamarine:66cdaa"
    " mediumblue:0000cd mediumorchid:ba55d3 mediumpurple:9370db mediumseagreen:3cb371 mediumslateblue:7b68ee"
    " mediumspringgreen:00fa9a mediumturquoise:48d1cc mediumvioletred:c71585 midnightblue:191970"
    " mintcream:f5fffa mistyrose:ffe4e1 moccasin:ffe4b5 navajowhite:ffdead navy:000080 oldlace:fdf5e6"
    " olive:808000 olivedrab:6b8e23 orange:ffa500 orangered:ff4500 orchid:da70d6 palegoldenrod:eee8aa"
    " palegreen:98fb98 paleturquoise:afeeee palevioletred:db7093 papayawhip:ffefd5 peachpuff:ffdab9 peru:cd853f"
    " pink:ffc0cb plum:dda0dd powderblue:b0e0e6 purple:800080 rebeccapurple:663399 red:ff0000 rosybrown:bc8f8f"
    " royalblue:4169e1 saddlebrown:8b4513 salmon:fa8072 sandybrown:f4a460 seagreen:2e8b57 seashell:fff5ee"
    " sienna:a0522d silver:c0c0c0 skyblue:87ceeb slateblue:6a5acd slategray:708090 slategrey:708090 snow:fffafa"
    " springgreen:00ff7f steelblue:4682b4 tan:d2b48c teal:008080 thistle:d8bfd8 tomato:ff6347 turquoise:40e0d0"
    " violet:ee82ee wheat:f5deb3 white:ffffff whitesmoke:f5f5f5 window:ffffff windowtext:000000 yellow:ffff00"
    " yellowgreen:9acd32"
)
_NAMED: Mapping[str, Colour] = {
    name: (int(said[:2], 16), int(said[2:4], 16), int(said[4:], 16))
    for name, _, said in (one.partition(":") for one in _NAMES.split())
}
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-z])")
_RGB = re.compile(r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+%?))?\s*\)")
_HSL = re.compile(r"hsla?\(\s*([\d.]+)(?:deg)?[\s,]+([\d.]+)%[\s,]+([\d.]+)%(?:[\s,/]+([\d.]+%?))?\s*\)")
# Of two colours, for light and for dark screens, the first counts.
_LIGHT = re.compile(r"light-dark\(\s*([^(),]{1,30}(?:\([^()]{0,60}\))?)\s*,")
_NO_GROUND = ("transparent", "inherit", "initial", "none", "unset", "auto")


def colour_of(value: str) -> tuple[Colour | None, float]:
    """The colour of this name, None for one that nobody knows, and how opaque it is, from 0 to 1."""
    value = value.strip().lower()
    if value == "transparent":
        return None, 0.0
    if value in _NAMED:
        return _NAMED[value], 1.0
    found = _HEX.match(value)
    if found is not None:
        digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
        red, green, blue, alpha = (int((digits + "ff")[at : at + 2], 16) for at in (0, 2, 4, 6))
        return (red, green, blue), alpha / 255
    found = _RGB.match(value)
    if found is not None:
        red, green, blue = (round(_share(part, 255.0) * 255) for part in found.groups()[:3])
        return (red, green, blue), _share(found[4] or "1", 1.0)
    found = _HSL.match(value)
    if found is not None:
        hue, full, light = (float(part[:9]) for part in found.groups()[:3])
        red, green, blue = (round(part * 255) for part in hls_to_rgb(hue % 360 / 360, *_within(light, full)))
        return (red, green, blue), _share(found[4] or "1", 1.0)
    found = _LIGHT.match(value)
    return (None, 1.0) if found is None else colour_of(found[1])


def is_known(value: str) -> bool:
    """Whether what a style says of a colour is understood: words that are no colour say nothing."""
    return "(" not in value or colour_of(value)[0] is not None


def _within(*parts: float) -> tuple[float, float]:
    light, full = (min(max(part / 100, 0.0), 1.0) for part in parts)
    return light, full


def _share(part: str, whole: float) -> float:
    share = float(part[:-1] or 0) / 100 if part.endswith("%") else float(part) / whole
    return min(max(share, 0.0), 1.0)


def ground_of(around: Colour | None, attributes: Mapping[str, str | None], said: Said) -> Colour | None:
    """What lies behind an element, None where nobody knows; `around` is what lies behind the elements around it."""
    if attributes.get("background") or any(mark in said.get("background-image", "") for mark in "("):
        return None
    value = said.get("background-color") or said.get("background") or attributes.get("bgcolor")
    if not value or value in _NO_GROUND:
        return around
    if "url(" in value or "gradient(" in value:
        return None
    for word in re.findall(r"[a-z]{3,5}\([^()]*\)|[^\s()]+", value.lower())[:9]:
        colour, alpha = colour_of(word)
        if colour is not None:
            return colour if alpha > _OPAQUE else around if not alpha else None
    return around if value.split()[0] in _NO_GROUND else None


_OPAQUE = 0.9
