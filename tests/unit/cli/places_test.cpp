#include "cli/places.hpp"

#include <pwd.h>
#include <unistd.h>

#include "scratch.hpp"

using namespace tt;

namespace {

// Invariant: the variable has its old value again when this goes.
struct Variable {
  const char* name;
  std::optional<std::string> before;
  Variable(const char* name_, const char* value) : name(name_) {
    if (const char* found = ::getenv(name)) before = found;
    value != nullptr ? ::setenv(name, value, 1) : ::unsetenv(name);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { before ? ::setenv(name, before->c_str(), 1) : ::unsetenv(name); }
};

}  // namespace

TEST_CASE("variables say where everything is, and the supervisor lies beside the program") {
  const Variable packs("TT_BRINGUP_PACKS", "/p"), state("TT_BRINGUP_STATE", "/s"), root("TT_BRINGUP_SYSROOT", "/r"),
      home("HOME", "/h");
  const auto places = cli::find_places();
  REQUIRE_MESSAGE(places.has_value(), places.error().message);
  CHECK(places->packs == "/p");
  CHECK(places->state_root == "/s");
  CHECK(places->system_root == "/r");
  CHECK(places->home == "/h");
  CHECK(places->supervisor.filename() == "tt-bringup-supervisor");
  CHECK(places->supervisor.parent_path() == std::filesystem::read_symlink("/proc/self/exe").parent_path());
}

TEST_CASE("without a variable the system root is the root, and the home that of the password database") {
  const Variable packs("TT_BRINGUP_PACKS", "/p"), state("TT_BRINGUP_STATE", "/s"), root("TT_BRINGUP_SYSROOT", nullptr),
      home("HOME", nullptr);
  const auto places = cli::find_places();
  REQUIRE(places);
  CHECK(places->system_root == "/");
  CHECK(places->home == ::getpwuid(::getuid())->pw_dir);
}

TEST_CASE("a state folder that isn't absolute is refused, and packs that are nowhere are told of") {
  const Variable home("HOME", "/h");
  {
    const Variable packs("TT_BRINGUP_PACKS", "/p"), state("TT_BRINGUP_STATE", "relative");
    CHECK(cli::find_places().error().kind == ErrorKind::kInvalidArgument);
  }
  const Variable packs("TT_BRINGUP_PACKS", nullptr), state("TT_BRINGUP_STATE", "/s");
  const auto places = cli::find_places();
  REQUIRE_FALSE(places);
  CHECK(places.error().remedy.find("TT_BRINGUP_PACKS") != std::string::npos);
}
