#include "base/uri.hpp"

#include <doctest/doctest.h>

TEST_CASE("a file URI and its path convert both ways") {
  CHECK(tt::uri::to_path("file:///home/u/a%20b.md").value() == "/home/u/a b.md");
  CHECK(tt::uri::to_path("file://localhost/x").value() == "/x");
  CHECK(tt::uri::to_path("file:///x#anchor").value() == "/x");
  CHECK(tt::uri::from_path("/home/u/a b#c.md") == "file:///home/u/a%20b%23c.md");
}

TEST_CASE("what isn't a local file is refused") {
  for (const char* uri :
       {"https://example.com/x", "file://host/x", "file:relative", "file:///a%00b", "file:///a%2", "command:x", ""}) {
    CAPTURE(uri);
    CHECK_FALSE(tt::uri::to_path(uri).has_value());
  }
}
