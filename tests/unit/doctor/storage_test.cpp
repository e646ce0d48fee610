#include <doctest/doctest.h>

#include "doctor/checks.hpp"
#include "home_tree.hpp"

namespace doctor = tt::doctor;
using doctor::Status;

TEST_CASE("the disk passes with 100 GB and fails below 20") {
  struct Case {
    std::optional<std::uint64_t> free_bytes;
    Status status;
  };
  const Case cases[] = {{100'000'000'000, Status::kPass},
                        {99'999'999'999, Status::kWarn},
                        {20'000'000'000, Status::kWarn},
                        {19'999'999'999, Status::kFail},
                        {0, Status::kFail},
                        {std::nullopt, Status::kUnknown}};
  for (const Case& c : cases) {
    const doctor::Check check = doctor::check_disk(c.free_bytes);
    CAPTURE(check.detail);
    CHECK(check.status == c.status);
    CHECK(check.remedy.empty() == (c.status == Status::kPass || c.status == Status::kUnknown));
  }
}

TEST_CASE("tt-metal goes from missing to cloned to built") {
  const HomeTree home;
  doctor::DoctorInput input;
  input.home = home.path;
  const auto check = [&] { return doctor::check_tt_metal(input); };

  CHECK(check().detail == "There is no tt-metal at ~/tt-metal.");
  home.write("tt-metal/README.md", "x");
  CHECK(check().detail.find("isn't a tt-metal checkout") != std::string::npos);
  home.write("tt-metal/tt_metal/CMakeLists.txt", "x");
  home.write("tt-metal/.gitmodules",
             "[submodule \"a\"]\n\tpath = third_party/a\n\turl = https://example.com/a\n[submodule \"b\"]\n\tpath=third_party/b\n");
  home.write("tt-metal/third_party/a/x", "x");
  CHECK(check().detail == "Cloned at ~/tt-metal, without 1 of its submodules (third_party/b).");
  CHECK(check().status == Status::kWarn);
  home.write("tt-metal/third_party/b/x", "x");
  CHECK(check().detail.find("not built") != std::string::npos);
  CHECK(check().remedy.find("Build tt-metal") != std::string::npos);
  home.write("tt-metal/build_Release/lib/libtt_metal.so", "x");
  home.link("tt-metal/build", "build_Release");
  CHECK(check().status == Status::kPass);
  CHECK(check().detail == "Cloned and built at ~/tt-metal");
  CHECK(check().remedy.empty());
}

TEST_CASE("the setting for tt-metal wins, and without any home nothing is guessed") {
  const HomeTree home;
  doctor::DoctorInput input;
  CHECK(doctor::check_tt_metal(input).status == Status::kUnknown);
  input.home = home.path;
  input.tt_metal = "~/elsewhere";
  CHECK(doctor::check_tt_metal(input).detail == "There is no tt-metal at ~/elsewhere.");
}

TEST_CASE("a path is shown with ~ for the home folder and without characters that deceive") {
  struct Case {
    const char* path;
    const char* home;
    const char* shown;
  };
  const Case cases[] = {
      {"/home/al/x", "/home/al", "~/x"},  {"/home/al", "/home/al", "~"},
      {"/home/al/x", "/home/al/", "~/x"}, {"/home/alice", "/home/al", "/home/alice"},
      {"/opt/x", "/home/al", "/opt/x"},   {"/opt/x", "", "/opt/x"},
      {"/opt/x", "/", "/opt/x"},          {"/opt/a\nb", "", "/opt/a\\nb"},
  };
  for (const Case& c : cases) CHECK(doctor::shown(c.path, c.home) == c.shown);
}
