"""The naming cultures behind the synthetic people, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Culture:
    """Names of one culture; see `names` for how they are written."""

    key: str
    countries: tuple[str, ...]
    women: str
    men: str
    families: str
    family_first: bool = False
    joint: str = " "
    two_families: bool = False
    has_mononyms: bool = False


CULTURES: tuple[Culture, ...] = (
    Culture(
        "english",
        ("GB", "US", "CA", "AU", "NZ", "IE"),
        "Alice Megan Fiona Rosalind Hannah Siobhán Imogen Claire Naomi Beth Georgia Eleanor",
        "Bob Callum Hugh Declan Marcus Oliver Theodore Nathan Rhys Angus Joel Desmond",
        "Ashworth Pemberton O’Rourke Fairweather Kinsella Hollis Drummond Tarrant Whitlock "
        "Merriweather Penhaligon Strachan Featherstone-Hale Boyce Calloway Winslade",
    ),
    Culture(
        "german",
        ("DE", "AT", "CH"),
        "Anneliese Jürga Käthe Liselotte Franziska Mareike Ulrike Sabine Jördis Henrike",
        "Jörg Matthias Götz Friedrich Lukas Tobias Jürgen Björn Wolfram Sören",
        "Müllenbach Großkopf Weißhaupt Schönefeld Kühnle Bärwald von_der_Straße Hölscher "
        "Dörrfuß Thränhardt Oberländer Pfützner",
    ),
    Culture(
        "french",
        ("FR", "BE", "CA", "CH"),
        "Élodie Anaïs Margaux Hélène Océane Françoise Noémie Zoé Solène Agnès",
        "Rémi François Loïc Étienne Thibault Gaël Cédric Benoît Anselme Jérôme",
        "Lefèvre-Duval Beauséjour Delacroisée Guérineau Chênevert Thévenoux Rousselière "
        "L’Hérault Montpéroux Fauçonnier Dubœuf Saint-Clément",
    ),
    Culture(
        "spanish",
        ("ES", "MX", "AR", "CL", "CO"),
        "Lucía Begoña Inés Ximena Rocío Marisol Belén Concepción Noelia Pilar",
        "Íñigo Andrés Joaquín Ramón Nicolás Álvaro Martín Ezequiel Óscar Raúl",
        "Ibáñez Muñoz Peñalver Echeverría Quiñones Rincón Villagrán Güell Zárate Ordóñez "
        "Santillán Cárdenas",
        two_families=True,
    ),
    Culture(
        "portuguese",
        ("BR", "PT"),
        "Conceição Inês Beatriz Lívia Mônica Luísa Teresinha Júlia Graça Yara",
        "João Antônio Caetano Luís Estêvão Simão Otávio Valentim Tomé Raimundo",
        "Gonçalves Magalhães Conceição Guimarães Assunção Brandão Falcão Araújo Sampaio "
        "Quintão Vilhena Leitão",
        two_families=True,
    ),
    Culture(
        "italian",
        ("IT", "CH"),
        "Chiara Ludovica Costanza Fiammetta Beatrice Niccolina Agnese Donata Ilaria Serena",
        "Nicolò Matteo Giosuè Ettore Corrado Leonello Tancredi Saverio Ruggero Elio",
        "Bellandi Cantù Dell’Acqua Frassineti Montalbàno Orsolini De_Sàntis Querini "
        "Zambrelli Tosolini Valdarno Forlì",
    ),
    Culture(
        "dutch",
        ("NL", "BE"),
        "Marijke Saskia Noëlle Anouk Lieke Geertruida Femke Hanneke Renée Wietske",
        "Joost Ruben Maarten Siebren Thijs Wouter Casper Ewoud Daniël Jeroen",
        "van_der_Meersch de_Vlaeminck ’t_Hartog van_’t_Zand ten_Broeke Zijlmans IJsselstein "
        "Oosterhuis van_den_Eijnde Kuijpers Roelofsen",
    ),
    Culture(
        "nordic",
        ("SE", "NO", "DK"),
        "Åsa Ingrid Bodil Maja Sølvi Astrid Kjersti Linnéa Gro Birgitte",
        "Øyvind Håkon Søren Mårten Åke Jørgen Gunnar Torbjørn Rasmus Viggo",
        "Sjöstrand Bjørklund Ødegård Nørregaard Ångström-Lie Lindqvist Hæstad Åkerblom "
        "Skjærvik Mørkeberg Östlund Vinterhus",
    ),
    Culture(
        "finnish",
        ("FI", "EE"),
        "Päivi Aino Kyllikki Tuuli Hellevi Sirkka-Liisa Õie Marju Äili Ilona",
        "Yrjö Väinö Juhani Kalle Tõnu Eero Mikko Jüri Ülo Sampo",
        "Hämäläistö Kärkkänen Mäki-Ontto Rintasalo Väisäläinen Tõnisberg Põldvere Jääskö "
        "Lehtovirta Yliniemi",
    ),
    Culture(
        "icelandic",
        ("IS",),
        "Þórunn Sigríður Guðrún Æsa Ragnheiður Hrafnhildur Ásdís Björk",
        "Þorsteinn Ævar Sigurður Hróbjartur Guðmundur Örn Birkir Kári",
        "Þorsteinsson|Þorsteinsdóttir Guðjónsson|Guðjónsdóttir Ólafsson|Ólafsdóttir "
        "Hrólfsson|Hrólfsdóttir Ægisson|Ægisdóttir Björnsson|Björnsdóttir",
    ),
    Culture(
        "polish",
        ("PL",),
        "Agnieszka Małgorzata Żaneta Bożena Łucja Świętosława Jadwiga Grażyna Róża Elżbieta",
        "Łukasz Zdzisław Przemysław Michał Wojciech Grzegorz Błażej Szczepan Paweł Bartłomiej",
        "Wiśniewski|Wiśniewska Szczęśniak Brzęczyszczykiewicz Żółtowski|Żółtowska Gąsiorek "
        "Ćwikliński|Ćwiklińska Łabędzki|Łabędzka Dąbrówka Źrebiec Śliwiński|Śliwińska",
    ),
    Culture(
        "czech",
        ("CZ", "SK", "SI", "HR"),
        "Žofie Kateřina Ludmila Zdeňka Ľubica Šárka Růžena Eliška Špela Đurđica",
        "Jiří Ondřej Vojtěch Ľuboš Přemysl Štěpán Šimon Radomír Žiga Krešimir",
        "Dvořáček|Dvořáčková Řehoř|Řehořová Křížek|Křížková Žďárský|Žďárská Šťastný|Šťastná "
        "Ďurinda|Ďurindová Hřebíček|Hřebíčková Černjak Šumrada Đaković",
    ),
    Culture(
        "hungarian",
        ("HU",),
        "Zsófia Csilla Erzsébet Ágnes Réka Tünde Boglárka Ildikó",
        "Győző Zoltán Ödön Csaba Bálint Gergő Lőrinc Árpád",
        "Szabófalvi Kőszegi Gyöngyösi Nagypál Hegedűsné Csörgő Fülöpházi Bükkösdi",
    ),
    Culture(
        "romanian",
        ("RO", "MD"),
        "Ștefania Ruxandra Mădălina Ilinca Anișoara Lăcrămioara Smaranda",
        "Răzvan Ștefan Cătălin Mircea Bogdan Iulian Sorin",
        "Țepeneag Brătășanu Căprărescu Ionițoiu Rădulețu Stănculeasa Vlădoianu",
    ),
    Culture(
        "turkish",
        ("TR",),
        "Çiğdem Gülşen Şükran İpek Özlem Ayşegül Nilüfer Işıl Tuğçe",
        "Oğuzhan İlker Çağrı Ümit Şahin Gökhan Barış Ertuğrul Yiğit",
        "Yıldızoğlu Çakıroğlu Şimşekçi Öztürkmen Güngördü İncedayı Kılıçarslan Ağaoğlu Büyükdere",
    ),
    Culture(
        "vietnamese",
        ("VN",),
        "Thị_Hương Ngọc_Ánh Thu_Thủy Minh_Châu Bích_Phượng Diễm_Quỳnh",
        "Văn_Dũng Đức_Thịnh Quốc_Việt Hữu_Phước Minh_Tuấn Anh_Khoa",
        "Nguyễn Trần Lê Phạm Huỳnh Đặng Bùi Đỗ Võ Ngô",
    ),
    Culture(
        "greek",
        ("GR", "CY"),
        "Eleni=Ελένη Sofia=Σοφία Despina=Δέσποινα Anthi=Ανθή Ioanna=Ιωάννα Kalliopi=Καλλιόπη",
        "Giorgos=Γιώργος Nikolaos=Νικόλαος Stavros=Σταύρος Achilleas=Αχιλλέας Petros=Πέτρος",
        "Papalambrou=Παπαλάμπρου Galanopoulos|Galanopoulou=Γαλανόπουλος|Γαλανοπούλου "
        "Xenakidis|Xenakidou=Ξενακίδης|Ξενακίδου Theodorellis|Theodorelli=Θεοδωρέλλης|Θεοδωρέλλη "
        "Argyrakis|Argyraki=Αργυράκης|Αργυράκη Chrysanthou=Χρυσάνθου",
    ),
    Culture(
        "cyrillic",
        ("UA", "BG", "RS", "KZ"),
        "Oksana=Оксана Yaroslava=Ярослава Tsvetana=Цветана Milena=Милена Zhanna=Жанна "
        "Liudmyla=Людмила",
        "Dmytro=Дмитро Oleksii=Олексій Zhivko=Живко Bohdan=Богдан Miloš=Милош Yuriy=Юрій",
        "Shcherbak=Щербак Kovalchuk=Ковальчук Zhelyazkov|Zhelyazkova=Желязков|Желязкова "
        "Hryhorenko=Григоренко Dimitrijević=Димитријевић Yatsenko=Яценко "
        "Tsvetkov|Tsvetkova=Цветков|Цветкова",
    ),
    Culture(
        "chinese",
        ("CN", "TW", "SG"),
        "Xiaomei=晓梅 Yuting=雨婷 Lihua=丽华 Jingyi=静怡 Ruoxi=若曦 Fang=芳 Meiling=美玲",
        "Wei=伟 Haoran=浩然 Zhiqiang=志强 Jianguo=建国 Yichen=奕辰 Lei=磊 Ming=明",
        "Zhang=张 Wang=王 Li=李 Zhao=赵 Ouyang=欧阳 Huang=黄 Lü=吕 Xu=徐 Sun=孙 Guo=郭",
        family_first=True,
        joint="",
    ),
    Culture(
        "japanese",
        ("JP",),
        "Hanako=花子 Sakura=さくら Yōko=陽子 Misaki=美咲 Akari=明里 Nanami=七海 Kaori=香織",
        "Kenji=健二 Shōta=翔太 Takeshi=武 Haruki=春樹 Ryōichi=良一 Daisuke=大輔 Naoto=直人",
        "Yamadera=山寺 Satō=佐藤 Kobayakawa=小早川 Ōnishi=大西 Fujinami=藤波 Nakahara=中原 "
        "Sakakibara=榊原 Watanuki=綿貫",
        family_first=True,
    ),
    Culture(
        "korean",
        ("KR",),
        "Ji-woo=지우 Seo-yeon=서연 Min-ji=민지 Ha-eun=하은 Yu-jin=유진 Soo-bin=수빈",
        "Do-yun=도윤 Jun-ho=준호 Hyun-woo=현우 Sung-min=성민 Tae-sik=태식 Geon=건",
        "Kim=김 Lee=이 Park=박 Choi=최 Jeong=정 Yoon=윤 Hwang=황 Namgung=남궁",
        family_first=True,
        joint="",
    ),
    Culture(
        "arabic",
        ("EG", "SA", "MA", "TN", "JO"),
        "Fatima=فاطمة Layla=ليلى Noor=نور Salma=سلمى Amina=أمينة Huda=هدى",
        "Omar=عمر Khalid=خالد Youssef=يوسف Tariq=طارق Hassan=حسن Ziad=زياد",
        "al-Masri=المصري Benhaddou=بنحدو El-Sharkawy=الشرقاوي Haddad=حداد Mansour=منصور "
        "al-Qahtani=القحطاني Trabelsi=الطرابلسي",
    ),
    Culture(
        "hebrew",
        ("IL",),
        "Noa=נועה Yael=יעל Tamar=תמר Michal=מיכל Shira=שירה",
        "Eitan=איתן Amos=עמוס Uri=אורי Yonatan=יונתן Gidon=גדעון",
        "Ben-Ari=בן־ארי Shalev=שלו Harel=הראל Mizrahi=מזרחי Avidor=אבידור",
    ),
    Culture(
        "hindi",
        ("IN", "NP"),
        "Ananya=अनन्या Priya=प्रिया Kavita=कविता Shraddha=श्रद्धा Meenakshi=मीनाक्षी Divya=दिव्या",
        "Rahul=राहुल Vikram=विक्रम Arjun=अर्जुन Siddharth=सिद्धार्थ Krishnan=कृष्णन Manoj=मनोज",
        "Sharma=शर्मा Venkatesan=वेंकटेशन Chaudhary=चौधरी Bhattacharya=भट्टाचार्य Kulkarni=कुलकर्णी "
        "Iyer=अय्यर Joshi=जोशी",
    ),
    Culture(
        "thai",
        ("TH",),
        "Siriporn=ศิริพร Kanokwan=กนกวรรณ Nattaya=ณัฐยา Pimchanok=พิมพ์ชนก",
        "Somchai=สมชาย Thanawat=ธนวัฒน์ Kittisak=กิตติศักดิ์ Anurak=อนุรักษ์",
        "Wongsawat=วงศ์สวัสดิ์ Srisukhapan=ศรีสุขพันธุ์ Rattanakul=รัตนกุล Chaiyaphum=ชัยภูมิ",
    ),
    Culture(
        "west_african",
        ("NG", "GH", "SN"),
        "Adaobi Ọlájumọ̀kẹ́ Ngọzi Yewande Abena Fatoumata Chiamaka",
        "Chukwuemeka Babátúndé Kwabena Ọláolúwa Mamadou Ifeanyi Kofi",
        "Ọkọ́nkwọ Adéwálé Asante-Mensah Ndiaye Eziokwu Ọ̀ṣúndáre Boakyewaa",
    ),
    Culture(
        "east_african",
        ("KE", "TZ", "UG", "ZA"),
        "Wanjiru Nakato Amani Thandeka Neema Nomvula Akinyi",
        "Kipchirchir Ssemakula Juma Baraka Sipho Mthunzi Odhiambo",
        "Mwangi-Karanja Nabukeera Okello Chepkemboi van_Rensburg Dlamini Mwakasege",
    ),
    Culture(
        "malay_archipelago",
        ("ID", "MY", "PH"),
        "Dewi Siti_Rahmah Kadek_Ayu Putri Marikit Wulandari",
        "Bambang Ahmad_Faizal Wayan Jejomar Hendra Sutrisno",
        "Prasetyawan binti_Roslan Hartawidjaja Macaraeg-Dizon Suwandi Wirasena",
        has_mononyms=True,
    ),
)
