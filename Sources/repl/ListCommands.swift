import ArgumentParser
import Jili
import JiliLexer

/// `:companies` and what can be asked of a list of companies.
extension Conversation {
  mutating func hold(_ line: PromptCommandLine) throws(PromptFault) -> Result {
    if line.arguments.isEmpty {
      guard let companies else { throw .noCompanies(at: line.restPlace) }
      console.show(companies.state)
      return .done
    }
    let input = try inputArguments(line)
    do throws(FileFault) {
      return try hold(line.arguments[0], input) ? .done : .failed
    } catch {
      throw .file(error, at: line.restPlace)
    }
  }

  /// The options of `jili batch` for company files, behind the file.
  private func inputArguments(_ line: PromptCommandLine) throws(PromptFault) -> InputArguments {
    let words = Array(line.arguments.dropFirst())
    if let first = words.first, !first.hasPrefix("-") {
      throw .nothingBehind(line.arguments[0], at: line.restPlace)
    }
    if let input = try? InputArguments.parse(words) { return input }
    let known = [
      "--header-row 3", "--header-rows 2", "--encoding gb18030", "--sheet 2", "--map FILE",
      "--absent blank", "--key COLUMN", "--date-column COLUMN", "--keep A,B",
    ]
    throw .notAmong(words.joined(separator: " "), known, at: line.restPlace)
  }

  /// Reads a company file, on which every edit is computed from then on; false where it is refused.
  mutating func hold(_ path: String, _ input: InputArguments) throws(FileFault) -> Bool {
    let options = input.options(map: try input.mapFile())
    let file = ListFile(path: path, options: options, threads: Workers.available)
    companies = nil
    do {
      companies = try LiveCompanies(file, try session.listRules(), console)
      computedRevision = session.revision
      return true
    } catch let fault as FileFault {
      throw fault
    } catch let refusal as InputRefusal {
      _ = console.refuse(refusal)
    } catch {}
    return false
  }

  /// What the last entry did to all companies.
  mutating func refreshCompanies() {
    guard let companies, session.revision != computedRevision else { return }
    computedRevision = session.revision
    companies.isAside = form == .csv || form == .json
    do {
      try companies.refresh(try session.listRules(), isWaiting: place.isInteractive)
    } catch let refusal as InputRefusal {
      _ = console.refuse(refusal)
    } catch let fault as FileFault {
      console.report(fault)
    } catch {}
  }

  func list(_ line: PromptCommandLine, losing: Bool) throws(PromptFault) {
    guard let companies else { throw .noCompanies(at: line.restPlace) }
    let count = line.arguments.first.map { Int($0) } ?? Limits.shownCompanies
    guard let count, count > 0 else {
      throw .notAmong(line.rest, ["20", "100"], at: line.restPlace)
    }
    console.show(companies.live.listing(count, losing: losing, console.language))
  }

  mutating func putAtHand(
    _ line: PromptCommandLine, _ words: String
  ) throws(PromptFault) -> Result {
    guard let companies else { throw .noCompanies(at: line.restPlace) }
    let name = line.arguments.joined(separator: " ")
    let live = companies.live
    let rows = live.list.rows(named: name, limit: Limits.shownCompanies)
    guard let row = rows.first else { throw .noSuchCompany(name, at: line.restPlace) }
    if rows.count > 1 {
      for row in rows { console.show(shown(live, row)) }
      throw .severalCompanies(name, at: line.restPlace)
    }
    var isRead = false
    let reply = workbench.change(words) { session in
      let taken = session.take(row, of: live)
      isRead = taken.isRead
      return taken.reply
    }
    guard isRead else { throw .companyRejected(name, at: line.restPlace) }
    computedRevision = session.revision
    console.show(shown(live, row))
    return say(reply)
  }

  private func shown(_ live: LiveList, _ row: Int) -> String {
    live.list.identity(of: row).map(visible).joined(separator: "  ") + "\n"
  }
}
