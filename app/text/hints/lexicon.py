"""The words that decide whether a name is a name here, and whether somebody tells who they are.

Common Norwegian, bokmål and nynorsk: the words of `frontend/src/tablet/hints/lexicon.ts`, to which
`tests/text/test_hints.py` holds them. All but the names are alternatives of regular expressions, in
which `\\p{L}` is a letter (`signs.py`).
"""

# Given names that many bear and that are no other word: «Dag», «Liv» and «Even» are not here.
_GIVEN = (
    "agnes agnete aksel albert alexander alf ali alma amalie amanda amina anders andrea "
    "andreas anette anita anja ann anna anne annika anton arild arne arnt asbjørn asgeir "
    "aslak astrid aud audun aurora beate bente bergljot berit birgit birger bjarne bjørg "
    "bjørnar brit britt brynjar børge camilla carina caroline cathrine cecilie charlotte "
    "christer christian christin christina christine dagfinn daniel david dina ebba edvard "
    "egil eilif einar eirik eivind elin eline elisabeth ella ellen elise else emil emilie "
    "emma erik erika erlend erling espen esten eva evy fatima filip fredrik frida frode geir "
    "georg gerd gjertrud grete grethe gudrun gunhild gunn gunnar gunvor guri guro gustav "
    "halvard halvor hanna hanne harald hassan hedda hege heidi helen helena helene helge "
    "henriette henrik henry hilda hilde hildegunn håkon håvard ibrahim ida inger ingebjørg "
    "ingeborg ingrid ingunn ingvild irene isak ivar jacob jakob janne jarle jens jesper "
    "joakim johan johanna johanne johannes john jon jonas jorunn jostein jørgen jørn julie "
    "karen kari karianne karin karl karoline karsten katrine kenneth ketil kirsten kirsti "
    "kjell kjersti kjetil klara knut konrad kristian kristin kristina kristine kristoffer "
    "laila lars lasse leif lena leo linda linn linnea lisbeth lise lucas ludvig magne "
    "magnhild magnus maja malin marcus maren margit margrete mari maria marianne marie marit "
    "marius markus marte martha marthe martin mathias mats merete mette mia mikkel mohamed "
    "mohammed mona monica morten nils nina nora oda oddbjørn oddvar ola olaf olav ole oliver "
    "oscar oskar peder petra petter philip ragna ragnar ragnhild randi reidar reidun roger "
    "rolf ronny sara sigmund sigrid sigrun sigurd silje simen simon siri sissel sofie solfrid "
    "solveig sondre steffen steinar sunniva svein sverre synne synnøve sylvi tarjei terje "
    "thea therese thomas thor tobias tommy tonje torbjørn torfinn torgeir torhild toril "
    "torill tormod torstein torunn tove trond trude trygve turid tuva ulrik unni vegard "
    "vibeke victor vidar vigdis viktor vilde vivian wenche yngve yusuf zahra ørjan øystein "
    "øyvind åge åse åshild åsmund"
)
GIVEN = frozenset(_GIVEN.split())
# Not what things do: «Hagen vil bli fin», «stein må fjernes».
NO_THING = (
    "(?! (?:ikke |ikkje )?(?:bli|blitt|blive|verte|være|vært|vere|vore|gi|gje|gitt|føre|"
    "trenge|få|ha|"
    r"koste|\p{L}+s(?!\p{L})))"
)
# What only somebody does, right after their name.
ACTS = (
    f"vil{NO_THING}|"
    "sa|sier|seier|mener|meiner|mente|meinte|f(?:o|ø)resl[oå]r?|ønske[rt]|ønskjer|ønskte|eier|eig|"
    r"stemte|røysta|(?:snakk|påpek|hevd|nevn|nemn|forklar|kritiser|etterlys|spurte|spør|"
    r"svarte)\p{L}*|"
    r"(?:tar|tok|tek) (?:opp|ordet|feil)|(?:har|hadde) (?:\p{L}+ )?rett|"
    "har (?:ofte |alltid )?(?:sagt|f(?:o|ø)resl(?:ått|ege)|lov[ea]t?|skreve?t?|skrive|holdt|"
    "halde|stemt)|"
    "er (?:ikke |ikkje )?(?:u?enig|ueinig|einig|u?samd|inhabil|ugild)|sitt|sin|sine"
)
# What somebody does more often than something, right after a name that is a word too.
MAY = f"(?:bør|må|skal|kan|burde|har|gjør|gjer){NO_THING}"
# What somebody has, after their name in the genitive; and what may come «til» or «fra» them.
THOUGHT = (
    "(?:forslag|framlegg|innspill|innspel|innlegg|idé|ide|poeng|lin[jn]e|linja|modell|kritikk|syn|"
    r"utspill|utspel|merknad|tanke|løfte|argument)\p{L}*"
)
# What is put before somebody's name.
TOWARDS = (
    "(?:u?enige?|ueinige?|einige?|u?samde?) (?:med|i det)|"
    r"(?:snakk|diskuter|samarbeid|møt)\p{L}* med|takk\p{L}* til|(?:sammen|saman) med|"
    r"(?:samme|same|likt) som|støtte[rt]?|støttar|ifølge|ifølgje|spør|ring|lytt\p{L}* til|"
    f"(?:f(?:o|ø)resl(?:ått|ege)|sagt|skrevet|skrive|nevnt|nemnt) av|{THOUGHT} (?:til|fra|frå|av)"
)
# What a person is, where it is no verb too.
ROLE_ONLY = (
    r"\p{L}{4,}(?:leder|lærer|eier|fisker|fiskar|arbeider|arbeidar|trener|trenar|forsker|"
    r"forskar|bruker|brukar)|"
    r"(?:vara)?ordfør[ea]r|\p{L}*(?:leiar|lærar|eigar|pleier|pleiar|rektor|direktør|ingeniør|"
    r"konsulent|"
    "rådgiver|rådgjevar|pedagog|sjef|lege|prest|advokat|student|elev|lærling|kandidat|"
    "representant|medlem|"
    "gründer|journalist|økonom|arkitekt|psykolog|terapeut|snekker|snikkar|elektriker|elektrikar|"
    "rørlegger|røyrleggjar|sjåfør|frisør|bonde|pensjonist|innvandrer|innvandrar|flyktning|"
    "sekretær|formann|rådmann|"
    "tillitsvalgt|tillitsvald|kjøpmann|vaktmester|vaktmeister|musiker|musikar|kunstner|"
    "kunstnar|jurist|"
    r"forelder|bestemor|bestefar)|(?:\p{L}*(?:barns|alene|åleine))?(?:mor|far|mamma|pappa)|"
    "enslig|einsleg|enke|enkemann|homofil|skeiv|muslim"
)
# The same with those that are: «som leder», «som lærer».
ROLE = f"{ROLE_ONLY}|leder|lærer|eier|fisker|fiskar|arbeider|arbeidar|trener|trenar|forsker|forskar"
# A title before a name, or how somebody is introduced: «fastlegen vår, dr.», «jeg heter».
TITLE = (
    f"(?:{ROLE}"
    r"|\p{L}*(?:nabo|kollega|venn)|fru|herr|frøken|onkel|tante|doktor)(?:en|n|a)?"
    r"(?: (?:min|mi|vår))?,?(?: dr\.)?|"
    r"dr\.|(?:jeg|eg|hun|ho|han|som) (?:heter|heiter)|ved na[vm]n|hilsen|helsing|mvh\.?|vh\.?"
)
# What makes the word before it the name of a place: «Lie bru», «Moen barneskole».
PLACE = (
    "(?:(?:gamle|nye|øvre|nedre|vestre|østre|nordre|søndre|videregående|vidaregåande|og omegn) )?"
    r"(?!(?:for|inn|opp|ut)slag)(?:\p{L}*(?:skole|skule|bru|vei|veg|gat[ea]|plass|torg|allé|"
    r"kirke|kyrkje|kapell|barnehage|"
    "hall|senter|klubb|gård|gard|vann|vatn|verk|kai|hamn|havn|brygge|stadion|stasjon|anlegg|"
    "område|felt|park|løype|bane|elv|"
    "dal|skog|fjell|tunnel|kryss|sone|sentrum|kommune|bygd|grend|krets|museum|bibliotek|"
    "camping|hotell|mølle|festning|"
    r"leir|øy|odde|vik|strand)|\p{L}+(?:lag|hjem|heim|hus|bygg|bruk|sag))(?:e?n|a|et|e?s)?"
)
# What is before the name of a place.
AT = "i|på|ved|fra|frå|mot|over|gjennom|nær|langs|rundt|til|utenfor|utanfor|mellom|øvre|nedre|gamle"
# Parties, their short names in capitals, and lists of any name.
PARTY = (
    r"[Hh]øyre|[Hh]øgre|[Aa]rbei\p{L}*partiet|A[Pp]|F[Rr][Pp]|[Ff]r[ea]m\p{L}*partiet|SV|"
    r"[Ss]osialistisk [Vv]enstreparti|S[Pp]|"
    "[Ss]enterpartiet|K[Rr][Ff]|[Kk]ristel[ie]g [Ff]olkeparti|[Vv]enstre|MDG|[Mm]iljøpartiet|"
    "[Dd]ei? [Gg]røne?|[Dd]e [Gg]rønne|"
    r"[Rr]ødt|[Rr]audt|INP|[Ii]ndustri\p{L}*partiet|[Pp]ensjonistpartiet|PP|\p{L}+(?:partiet|"
    r"lista|listen)"
)
