# What every target of the project shares: warnings are errors, and floating point means what it says.
add_library(pasok_flags INTERFACE)
target_compile_options(pasok_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                             -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlaps in "literal" + std::string that aren't there (its bug 105651).
  target_compile_options(pasok_flags INTERFACE -Wno-restrict)
endif()
target_include_directories(pasok_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(PASOK_SANITIZE)
  string(REPLACE "," ";" PASOK_SANITIZERS ${PASOK_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumented code confuses GCC's analysis of what is initialised; the other builds keep the warning.
    target_compile_options(pasok_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_compile_options(pasok_flags INTERFACE -fsanitize=${PASOK_SANITIZE} -fno-omit-frame-pointer
                                               -fno-sanitize-recover=all)
  if("undefined" IN_LIST PASOK_SANITIZERS)
    # Half of what compiling takes, for what AddressSanitizer sees too (but for alignment).
    target_compile_options(pasok_flags INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  target_link_options(pasok_flags INTERFACE -fsanitize=${PASOK_SANITIZE})
endif()
if(PASOK_FUZZ)
  target_compile_options(pasok_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# pasok_library(NAME SOURCES ... PUBLIC libs ... PRIVATE libs ...): a static library of one room of the house.
function(pasok_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE pasok_flags ${ARG_PRIVATE})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
endfunction()

# pasok_test(NAME SOURCES ... LIBS ...): one GoogleTest program, each case registered with CTest.
function(pasok_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE pasok_flags ${ARG_LIBS} GTest::gmock GTest::gtest_main)
  # What they test is optimised; they themselves would only take longer to compile.
  target_compile_options(${name} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
  if(PASOK_SANITIZE)
    target_compile_options(${name} PRIVATE -O0)
  endif()
  if(PASOK_TESTS_TOGETHER)
    # A third of what they take one by one. What stands in unnamed namespaces of one program therefore bears
    # different names.
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 16)
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 600)
endfunction()
