"""Overlay complexes of the North American plan: area codes that serve one and the same place.

Where an area has no more numbers it gets a second code, and the whole area has both. So a number of
the newer code may be wherever one of the older may, while `phonenumbers` knows of most newer codes
one zone, that of the largest city.

Source: NANPA's NPA database and planning letters for the United States and the Caribbean, the CNA's
NPA list for Canada, as they stand in November 2026. A code that covers several older areas stands
with the one whose zones are those of all.
"""

from __future__ import annotations

_UNITED_STATES = """
201 551 | 202 771 | 203 475 | 205 659 | 206 253 360 425 564 | 208 986 | 209 350 | 210 726
212 332 347 465 646 718 917 929 | 213 323 738 | 214 469 945 972 | 215 267 445 | 217 447 | 220 740
224 847 | 227 240 301 | 234 330 | 235 573 | 248 947 | 256 938 | 270 364 | 272 570 | 274 920
279 916 | 530 837 | 281 346 621 713 832 | 283 513 | 303 720 983 | 304 681 | 305 645 786 | 309 861
310 424 | 312 773 872 | 313 679 | 314 557 | 315 680 | 318 457 | 321 407 689 | 324 904 | 326 937
327 870 | 329 845 | 331 630 | 334 483 | 336 743 | 339 781 | 341 510 | 351 978 | 353 608 | 357 559
363 516 | 369 707 | 380 614 | 385 801 | 402 531 | 404 470 678 770 943 | 405 572 | 408 669
410 443 667 | 412 724 878 | 415 628 | 419 567 | 423 729 | 430 903 | 436 440 | 442 760
448 850 | 458 541 | 464 708 | 471 662 | 472 910 | 480 602 623 | 484 610 835 | 503 971 | 507 924
508 774 | 512 737 | 518 838 | 534 715 | 539 918 | 540 826 | 561 728 | 565 912 | 571 703 | 582 814
601 769 | 609 640 | 615 629 | 617 857 | 618 730 | 619 858 | 624 716 | 631 934 | 656 813 | 657 714
682 817 | 686 804 | 702 725 | 704 980 | 706 762 | 717 223 | 732 848 | 747 818 | 748 970 | 754 954
757 948 | 779 815 | 803 839 | 805 820 | 812 930 | 816 975 | 821 864 | 840 909 | 843 854
860 959 | 862 973 | 919 984 | 317 463
"""
_CANADA = """
204 431 584 | 226 382 519 548 | 236 250 257 672 778 | 249 683 705 | 263 438 514 | 273 367 418 581
289 365 742 905 | 306 474 639 | 343 613 753 | 354 450 579 | 368 403 587 780 825 | 416 437 647 942
428 506 | 468 819 873 | 709 879 | 782 902
"""
_CARIBBEAN = "658 876 | 787 939 | 809 829 849"


def _complexes(*tables: str) -> tuple[tuple[str, ...], ...]:
    lines = (line for table in tables for line in table.strip().splitlines())
    return tuple(tuple(codes.split()) for line in lines for codes in line.split("|"))


COMPLEXES = _complexes(_UNITED_STATES, _CANADA, _CARIBBEAN)
# Assigned to an overlay, but not yet in the tables of `phonenumbers` 9.0.43.
NEWER = {"357", "436", "457", "465", "471", "483", "565", "621", "624", "679", "729", "837", "861",
         "924"}  # fmt: skip

_COMPLEX_OF = {code: codes for codes in COMPLEXES for code in codes}


def complex_of(area_code: str) -> tuple[str, ...]:
    """All area codes of the place ("448" → 448, 850); only the code itself where it has one."""
    return _COMPLEX_OF.get(area_code, (area_code,))
