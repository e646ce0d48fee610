// The lines of a log that report something wrong, with the places in source files that they name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "line_at.hpp"
#include "log_line.hpp"

namespace tt::gates {

enum class MarkKind : std::uint8_t {
  kLog,        // a logger's warning or error
  kException,  // TT_FATAL and its like
  kPytest,     // a test that failed
  kTraceback,  // an exception that nothing caught
  kCompiler,
  kCmake,
  kBuild,  // ninja's failed target
};

// A place as the log prints it: the file may be of another machine, relative, or a name without its folder.
struct Place {
  std::string file = {};     // at most kMaxQuote * 2 bytes
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1; 0: not said
  bool operator==(const Place&) const = default;
};

struct Mark {
  std::uint64_t line = 0;  // from 1
  std::uint64_t offset = 0;
  MarkKind kind = MarkKind::kLog;
  bool error = false;     // else a warning
  std::string text = {};  // what it says, cut
  std::vector<Place> places =
      {};  // the most telling first: of a traceback the innermost frame outside of libraries; at most kMaxPlaces
  bool operator==(const Mark&) const = default;
};

// Invariant: memory is bounded. Of more than kMaxMarks the first are kept, and errors rather than warnings.
class MarkReader {
 public:
  static constexpr std::size_t kMaxMarks = 1000;
  static constexpr std::size_t kMaxPlaces = 4;

  void see(const LineAt& line);

  // The next line has to come to see(), whatever is in it.
  bool waits() const { return in_traceback_ || message_of_ != MessageOf::kNothing; }

  // In the order of the log.
  const std::vector<Mark>& marks() const { return marks_; }

  // No mark was left out.
  bool complete() const { return complete_; }

  // Grows with every change of marks().
  std::uint64_t changes() const { return changes_; }

 private:
  enum class MessageOf : std::uint8_t { kNothing, kCheck, kCheckText, kCmake };

  bool add(Mark mark);
  void see_pytest_error(const LineAt& line, std::string_view text);
  void end_pytest_report(const LineAt& line, const LogLine& parsed);
  bool see_traceback(const LineAt& line, std::string_view text);
  bool take_message(const LineAt& line);
  std::vector<Place> places_of_frames();

  std::vector<Mark> marks_;
  std::size_t warnings_ = 0;  // among marks_
  bool complete_ = true;
  std::uint64_t changes_ = 0;

  std::vector<Place> frames_;  // of the traceback that is being read, innermost last
  bool in_traceback_ = false;
  MessageOf message_of_ = MessageOf::kNothing;  // whose text the next line may be: that of the last mark
  Mark report_;                                 // pytest's first error line, until the report's end names its place
  bool has_report_ = false;
  std::uint64_t error_line_ = 0;  // of pytest's last error line
  bool tests_marked_ = false;
};

}  // namespace tt::gates
