/// Two names with one skeleton look the same on paper and screen; a program may hold only one.
///
/// Full-width letters, Cyrillic and Greek letters, mathematical letters, Roman numerals, katakana
/// that look like ideographs, radicals and compatibility ideographs become the character that a
/// reader takes them for; blanks and invisible characters vanish. Never shown to anybody.
package func confusableSkeleton(_ name: String) -> String {
  if isOwnSkeleton(name) { return name }
  var skeleton = String.UnicodeScalarView()
  for scalar in name.unicodeScalars {
    guard !isBlank(scalar), !scalar.properties.isDefaultIgnorableCodePoint else { continue }
    if let numeral = romanNumeral(scalar) {
      skeleton.append(contentsOf: numeral.unicodeScalars)
    } else {
      skeleton.append(lookAlike(of: scalar))
    }
  }
  return String(skeleton)
}

/// Whether a name is what it looks like, as most are: its skeleton is the name itself.
package func isOwnSkeleton(_ name: String) -> Bool {
  name.unicodeScalars.allSatisfy { isPlainLetter($0) && $0 != "I" && !isBlank($0) }
}

/// The ideograph that a radical (U+2E80 to U+2FDF) or a compatibility ideograph stands for. They
/// come out of PDF files and look the same, but compare as different text.
package func plainIdeograph(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
  if isPlainLetter(scalar) { return nil }
  for block in ideographBlocks where block.range.contains(scalar.value) {
    let twin = block.twins[Int(scalar.value - block.range.lowerBound)]
    return twin == "\u{3000}" ? nil : twin
  }
  return nil
}

private func lookAlike(of scalar: Unicode.Scalar) -> Unicode.Scalar {
  let value = scalar.value
  // Mathematical letters repeat A to Z, a to z once a style.
  if (0x1D400...0x1D6A3).contains(value) {
    let place = (value - 0x1D400) % 52
    return lookAlike(of: Unicode.Scalar(UInt8(place < 26 ? 0x41 + place : 0x61 + place - 26)))
  }
  let folded = foldedSymbol(scalar)
  if folded == "I" { return "l" }
  if folded.value < 0x80 { return folded }
  if let twin = letterTwins[folded] { return twin == "I" ? "l" : twin }
  return plainIdeograph(for: folded) ?? folded
}

/// `Ⅲ` as letters; a capital I looks like a small l.
private func romanNumeral(_ scalar: Unicode.Scalar) -> String? {
  let capitals = [
    "l", "ll", "lll", "lV", "V", "Vl", "Vll", "Vlll", "lX", "X", "Xl", "Xll", "L", "C", "D", "M",
  ]
  switch scalar.value {
  case 0x2160...0x216F: return capitals[Int(scalar.value - 0x2160)]
  case 0x2170...0x217B:
    return String(capitals[Int(scalar.value - 0x2170)].map { $0 == "l" ? "i" : lowercase($0) })
  case 0x217C...0x217F: return ["l", "c", "d", "m"][Int(scalar.value - 0x217C)]
  default: return nil
  }
}

private func lowercase(_ letter: Character) -> Character { letter == "V" ? "v" : "x" }

/// Letters of other scripts and what a reader takes them for.
private let letterTwins: [Unicode.Scalar: Unicode.Scalar] = {
  let pairs = [
    ("АВЕЅІЈКМНОРСТУХԌԚԜ", "ABESIJKMHOPCTYXGQW"),
    ("аеосрухѕіјһԁԛԝ", "aeocpyxsijhdqw"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ", "ABEZHIKMNOPTYXCM"),
    ("αινορυκϲϳ", "aivopukcj"),
    ("ロカエニハタトーヘ○◯", "口力工二八夕卜一へ〇〇"),
  ]
  var twins: [Unicode.Scalar: Unicode.Scalar] = [:]
  for (strange, plain) in pairs {
    for (one, other) in zip(strange.unicodeScalars, plain.unicodeScalars) { twins[one] = other }
  }
  return twins
}()

private struct IdeographBlock: Sendable {
  let range: ClosedRange<UInt32>
  /// One twin for each character of the range; U+3000 where there is none.
  let twins: [Unicode.Scalar]

  init(from start: UInt32, _ twins: String) {
    self.twins = Array(twins.unicodeScalars)
    range = start...start + UInt32(self.twins.count) - 1
  }
}

/// From Unicode's Equivalent_Unified_Ideograph and canonical decompositions.
private let ideographBlocks = [
  IdeographBlock(
    from: 0x2E80,
    """
    　厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄心扌攵　旡日月歺母民氵氺灬爫爬丬牛犭王𤴔目示\
    礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艺艻虎衤覀西见角𧢲讠贝𧾷车辶辷辸邑钅長镸长门𨸏阝雨青韦\
    页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟　　　　　　　　　　　　一丨丶丿乙亅二\
    亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺\
    广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜\
    瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫\
    血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬\
    骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠
    """),
  IdeographBlock(
    from: 0xF900,
    """
    豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎\
    來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵\
    讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭\
    驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈\
    領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易\
    李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀\
    　　塚　晴　　凞猪益礼神祥福靖精羽　蘒　諸　　逸都　　　飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨\
    層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸\
    難響頻恵𤋮舘　　並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖\
    歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈\
    輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎
    """),
  IdeographBlock(
    from: 0x2F800,
    """
    丽丸乁𠄢你侮侻倂偺備僧像㒞𠘺免兔兤具𠔜㒹內再𠕋冗冤仌冬况𩇟凵刃㓟刻剆割剷㔕勇勉勤勺包匆北卉\
    卑博即卽卿卿卿𠨬灰及叟𠭣叫叱吆咞吸呈周咢哶唐啓啣善善喙喫喳嗂圖嘆圗噑噴切壮城埴堍型堲報墬𡓤\
    売壷夆多夢奢𡚨𡛪姬娛娧姘婦㛮㛼嬈嬾嬾𡧈寃寘寧寳𡬘寿将当尢㞁屠屮峀岍𡷤嵃𡷦嵮嵫嵼巡巢㠯巽帨帽\
    幩㡢𢆃㡼庰庳庶廊𪎒廾𢌱𢌱舁弢弢㣇𣊸𦇚形彫㣣徚忍志忹悁㤺㤜悔𢛔惇慈慌慎慌慺憎憲憤憯懞懲懶成戛\
    扝抱拔捐𢬌挽拼捨掃揤𢯱搢揅掩㨮摩摾撝摷㩬敏敬𣀊旣書晉㬙暑㬈㫤冒冕最暜肭䏙朗望朡杞杓𣏃㭉柺枅\
    桒梅𣑭梎栟椔㮝楂榣槪檨𣚣櫛㰘次𣢧歔㱎歲殟殺殻𣪍𡴋𣫺汎𣲼沿泍汧洖派海流浩浸涅𣴞洴港湮㴳滋滇𣻑\
    淹潮𣽞𣾎濆瀹瀞瀛㶖灊災灷炭𠔥煅𤉣熜𤎫爨爵牐𤘈犀犕𤜵𤠔獺王㺬玥㺸㺸瑇瑜瑱璅瓊㼛甤𤰶甾𤲒異𢆟瘐\
    𤾡𤾸𥁄㿼䀈直𥃳𥃲𥄙𥄳眞真真睊䀹瞋䁆䂖𥐝硎碌磌䃣𥘦祖𥚚𥛅福秫䄯穀穊穏𥥼𥪧𥪧竮䈂𥮫篆築䈧𥲀糒䊠\
    糨糣紀𥾆絣䌁緇縂繅䌴𦈨𦉇䍙𦋙罺𦌾羕翺者𦓚𦔣聠𦖨聰𣍟䏕育脃䐋脾媵𦞧𦞵𣎓𣎜舁舄辞䑫芑芋芝劳花芳\
    芽苦𦬼若茝荣莭茣莽菧著荓菊菌菜𦰶𦵫𦳕䔫蓱蓳蔖𧏊蕤𦼬䕝䕡𦾱𧃒䕫虐虜虧虩蚩蚈蜎蛢蝹蜨蝫螆䗗蟡蠁\
    䗹衠衣𧙧裗裞䘵裺㒻𧢮𧥦䚾䛇誠諭變豕𧲨貫賁贛起𧼯𠠄跋趼跰𠣞軔輸𨗒𨗭邔郱鄑𨜮鄛鈸鋗鋘鉼鏹鐕𨯺開\
    䦕閷𨵷䧦雃嶲霣𩅅𩈚䩮䩶韠𩐊䪲𩒖頋頋頩𩖶飢䬳餩馧駂駾䯎𩬰鬒鱀鳽䳎䳭鵧𪃎䳸𪄅𪈎𪊑麻䵖黹黾鼅鼏鼖\
    鼻𪘀
    """),
]
