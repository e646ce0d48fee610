// A .session file as a value: what a client and the daemon say to one another, line by line.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace tt::session {

// The language, a statement a line; a line that begins with a blank continues the one before it:
//   # text              a comment
//   @ NAME              the statements of parts/NAME.part
//   ~ ignore METHOD     from here on this notification may come at any time
//   -> JSON             the client sends a message; "jsonrpc" is added where it is missing
//   -> raw BYTES        the client sends these bytes as they are, without a frame; escapes \r \n \t \\ \xHH
//   -> body BYTES       the same inside a frame
//   -> repeat N BYTES   a frame with the bytes N times
//   -> flood N BYTES    the bytes N times, without a frame
//   <- PATTERN          the daemon's next message (pattern.hpp)
//   ! close             the client closes its end
//   ! exit N            the daemon has ended with this exit code
//   ! jobs N            this many jobs have ever been started
//   ! origin            there is a repository to clone tt-metal from
//   ! write PATH TEXT   writes a file, and makes its folder
//   ! rename PATH PATH   gives a file or folder another name
//   ! holds PATH TEXT   the file's text has this in it
//   ! absent PATH       there is no such file or folder
// Texts of JSON, paths and TEXT may name what was captured, or the folders of the test, as ${name}.
struct Ignore {
  std::string method;
};
struct Send {
  std::string json;
};
struct SendBytes {
  std::string bytes;
  bool framed = false;
};
struct Expect {
  std::string pattern;
};
struct Close {};
struct Exit {
  int code = 0;
};
struct Jobs {
  std::size_t count = 0;
};
struct Origin {};
struct Write {
  std::string path, text;
};
struct Rename {
  std::string from, to;
};
struct Holds {
  std::string path, text;
};
struct Absent {
  std::string path;
};

struct Statement {
  std::string place;  // "file:line", for messages
  std::variant<Ignore, Send, SendBytes, Expect, Close, Exit, Jobs, Origin, Write, Rename, Holds, Absent> what;
};

using Script = std::vector<Statement>;

// `name` is for messages; parts are looked for in `parts`. kMalformed names the line.
Result<Script> parse_script(std::string_view text, std::string_view name, const std::filesystem::path& parts);

// "\x00" and so on as bytes. kMalformed for an unknown escape.
Result<std::string> unescape(std::string_view text);

}  // namespace tt::session
