"""Pictures written anew: the points alone, without the place, the time or the camera that a telephone notes in them."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cluster_observatory.web.base.files.kinds import JPEG, PNG, UNREADABLE, Unfit

MODES = {JPEG: ("RGB", "L"), PNG: ("RGB", "RGBA", "L", "LA")}
QUALITY = 92


def rewritten(file, kind):
    """Return the bytes of a picture with nothing in it but its points, turned the right way; raises Unfit.

    Of a picture that moves the first image is kept.
    """
    file.seek(0)
    try:
        with Image.open(file) as met:
            upright = ImageOps.exif_transpose(met)
            modes = MODES.get(kind, ("RGB", "RGBA"))
            if upright.mode not in modes:
                has_alpha = "A" in upright.mode or "transparency" in upright.info
                upright = upright.convert("RGBA" if has_alpha and "RGBA" in modes else "RGB")
            bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
            out = BytesIO()
            bare.save(out, format=kind.media_type.partition("/")[2].upper(), quality=QUALITY)
    except UNREADABLE as error:
        raise Unfit(_("The picture cannot be read: it is damaged. Save it anew, then send it again.")) from error
    return out.getvalue()
