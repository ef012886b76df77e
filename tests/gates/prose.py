"""An invented county: works and who made them, people, towns and rivers, and questions on them.

Many people are born and many bands play, so that no question is answered by its own words alone.
"""

from tests.gates.measure import Question
from tests.retrieval.small import article

WORKS = (
    ("Tallow Brewery", "Tallow Brewery makes dark ale. It was founded by Oda Fenn in 1871."),
    ("Gannet Bridge", "Gannet Bridge has nine arches. It was designed by Ivo Marsk."),
    ("Pewter Almanac", "The Pewter Almanac is a yearbook of tides. It was edited by Runa Holt."),
    ("Cinder Mill", "Cinder Mill ground rye. It was built for the merchant Pell Ostrom."),
    ("Wicker School", "Wicker School teaches basketry. It was founded by Hedda Lorne."),
    ("Salt Cantata", "The Salt Cantata is sung at low water. It was composed by Anker Voss."),
    ("Flint Theatre", "Flint Theatre seats two hundred. It was designed by Tilda Brask."),
    ("Ember Atlas", "The Ember Atlas maps hearths and kilns. It was drawn by Corin Vale."),
    ("Heron Press", "Heron Press prints sea charts. It was founded by Mette Skarn."),
    ("Lime Chapel", "Lime Chapel stands on a mound. It was designed by Jory Pike."),
    ("Bramble Fair", "The Bramble Fair sells hedge fruit. It was started by Nils Quarry."),
    ("Otter Ferry", "The Otter Ferry crosses at noon. It was captained by Sunniva Grail."),
    ("Quill Library", "Quill Library lends maps. It was endowed by Abel Tarn."),
    ("Marl Pottery", "Marl Pottery glazes jugs. It was founded by Greta Sloe."),
)
PEOPLE = (
    ("Oda Fenn", "Oda Fenn was a brewer. She was born in Marrow Hill and kept bees."),
    ("Runa Holt", "Runa Holt was an editor. She was born in Dunlin Cross and kept goats."),
    ("Pell Ostrom", "Pell Ostrom was a merchant. He was born in Sedge End and kept hens."),
    ("Hedda Lorne", "Hedda Lorne was a weaver. She was born in Kestrel Toft and kept ducks."),
    ("Tilda Brask", "Tilda Brask was an architect. She was born in Plover Gate and kept cats."),
    ("Mette Skarn", "Mette Skarn was a printer. She was born in Teal Haven and kept geese."),
    ("Nils Quarry", "Nils Quarry was a grocer. He was born in Rook Barrow and kept sheep."),
    ("Abel Tarn", "Abel Tarn was a banker. He was born in Wren Hollow and kept doves."),
    ("Lise Moor", "Lise Moor was a brewer. She was born in Finch Mere and kept pigs."),
    ("Karl Sand", "Karl Sand was an editor. He was born in Lark Fold and kept mules."),
)
BANDS = (
    ("Copper Band", "In the Copper Band, Ivo Marsk played the cornet every winter."),
    ("Harbour Quartet", "In the Harbour Quartet, Anker Voss played the viola every winter."),
    ("Kiln Trio", "In the Kiln Trio, Corin Vale played the oboe every winter."),
    ("Moss Orchestra", "In the Moss Orchestra, Jory Pike played the harp every winter."),
    ("Deck Singers", "With the Deck Singers, Sunniva Grail played the fiddle every winter."),
    ("Slip Ensemble", "In the Slip Ensemble, Greta Sloe played the flute every winter."),
    ("Rope Quintet", "In the Rope Quintet, Ulf Arden played the bassoon every winter."),
    ("Tin Chorus", "With the Tin Chorus, Vera Lund played the drum every winter."),
)
TOWNS = (
    ("Marrow Hill", "Marrow Hill is a town on the river Aske with a wool market."),
    ("Dunlin Cross", "Dunlin Cross is a town on the river Brede with a wool market."),
    ("Sedge End", "Sedge End is a town on the river Corv with a wool market."),
    ("Kestrel Toft", "Kestrel Toft is a town on the river Dorn with a wool market."),
    ("Plover Gate", "Plover Gate is a town on the river Esk with a wool market."),
    ("Teal Haven", "Teal Haven is a town on the river Fyl with a wool market."),
    ("Rook Barrow", "Rook Barrow is a town on the river Gant with a wool market."),
    ("Wren Hollow", "Wren Hollow is a town on the river Hest with a wool market."),
    ("Finch Mere", "Finch Mere is a town on the river Ings with a wool market."),
    ("Lark Fold", "Lark Fold is a town on the river Jarl with a wool market."),
)
OTHERS = (
    ("Born Beekeepers", "A club for those born to keep bees, hens, ducks and geese."),
    ("Founders of ale", "Founders of breweries brewed ale, and ale was born of brewing founders."),
    ("Wool Market", "A novel in three volumes, on ships."),
    ("River Town", "A play in one act, on the sea."),
    ("Winter Band", "A film of ninety minutes, on ice."),
    ("Instruments", "An instrument is played in winter. Which instrument a band played varies."),
    ("River towns", "River towns lie on a river. A town on a river has a river market."),
    ("Editors", "Editors edited yearbooks, and the edited almanac was an editor's."),
)
PASSAGES = [article(*one) for one in (*WORKS, *PEOPLE, *BANDS, *TOWNS, *OTHERS)]


def bridge(text: str, *gold: str) -> Question:
    return Question(text, "bridge", gold, spare=1)


def shared(text: str, *gold: str) -> Question:
    return Question(text, "shared names", gold, spare=1)


def chain(text: str, *gold: str) -> Question:
    return Question(text, "chain", gold, spare=1)


def compare(text: str, *gold: str) -> Question:
    return Question(text, "comparison", gold, spare=0)


QUESTIONS = (
    bridge("Where was the founder of Tallow Brewery born?", "tallow brewery", "oda fenn"),
    bridge("Where was the editor of the Pewter Almanac born?", "pewter almanac", "runa holt"),
    bridge("Where was the merchant of Cinder Mill born?", "cinder mill", "pell ostrom"),
    bridge("Where was the founder of Wicker School born?", "wicker school", "hedda lorne"),
    bridge("Where was the designer of Flint Theatre born?", "flint theatre", "tilda brask"),
    bridge("Where was the founder of Heron Press born?", "heron press", "mette skarn"),
    bridge("What animals did the starter of the Bramble Fair keep?", "bramble fair", "nils quarry"),
    bridge("What animals did the man who endowed Quill Library keep?",
           "quill library", "abel tarn"),
    shared("What instrument did the designer of Gannet Bridge play?",
           "gannet bridge", "copper band"),
    shared("What instrument did the composer of the Salt Cantata play?",
           "salt cantata", "harbour quartet"),
    shared("What instrument did the man who drew the Ember Atlas play?",
           "ember atlas", "kiln trio"),
    shared("What instrument did the designer of Lime Chapel play?",
           "lime chapel", "moss orchestra"),
    shared("What instrument did the captain of the Otter Ferry play?",
           "otter ferry", "deck singers"),
    shared("What instrument did the founder of Marl Pottery play?",
           "marl pottery", "slip ensemble"),
    chain("On which river lies the town where the founder of Tallow Brewery was born?",
          "tallow brewery", "oda fenn", "marrow hill"),
    chain("On which river lies the town where the founder of Heron Press was born?",
          "heron press", "mette skarn", "teal haven"),
    chain("On which river lies the town where the designer of Flint Theatre was born?",
          "flint theatre", "tilda brask", "plover gate"),
    chain("On which river lies the town where the editor of the Pewter Almanac was born?",
          "pewter almanac", "runa holt", "dunlin cross"),
    compare("Were Oda Fenn and Lise Moor born in the same town?", "oda fenn", "lise moor"),
    compare("Which has a river, Sedge End or Finch Mere?", "sedge end", "finch mere"),
    compare("Are Wool Market and River Town by the same writer?", "wool market", "river town"),
    compare("Which is longer, Winter Band or Wool Market?", "winter band", "wool market"),
    compare("Who kept geese, Mette Skarn or Karl Sand?", "mette skarn", "karl sand"),
    compare("What do Heron Press and Ember Atlas have in common?", "heron press", "ember atlas"),
    compare("Did the Kiln Trio or the Tin Chorus play the drum?", "kiln trio", "tin chorus"),
    compare("Which is older, Cinder Mill or Quill Library?", "cinder mill", "quill library"),
)  # fmt: skip
