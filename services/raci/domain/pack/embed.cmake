# Writes PackText with the pack files inside: cmake -DOUT=x.cc -DPACK=f -P this.
file(READ "${PACK}" text)
# Compilers bound the length of one literal; neighbours are joined.
string(LENGTH "${text}" length)
set(literals "")
set(at 0)
while(at LESS length)
  string(SUBSTRING "${text}" ${at} 8000 piece)
  string(APPEND literals "R\"csipack(${piece})csipack\"\n")
  math(EXPR at "${at} + 8000")
endwhile()
file(WRITE "${OUT}" "#include \"services/raci/domain/pack/pack.h\"

namespace csi::raci {

std::string_view PackText(std::string_view id) {
  static constexpr char kItil2011[] =
${literals};
  return id == kDefaultPack ? std::string_view(kItil2011) : std::string_view();
}

}  // namespace csi::raci
")
