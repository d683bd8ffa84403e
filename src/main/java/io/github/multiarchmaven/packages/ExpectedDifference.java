package io.github.multiarchmaven.packages;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Packages that exist for some architectures only.
 *
 * @param names matches a whole name
 * @param reason a clause that goes on after "Expected:"
 */
public record ExpectedDifference(Pattern names, String reason) {
    public ExpectedDifference {
        Objects.requireNonNull(names, "names");
        Objects.requireNonNull(reason, "reason");
    }

    /**
     * What is known of Debian, Ubuntu, Fedora and its kin, and Alpine. Debian's were taken from the package lists of release 12: of
     * them no package of priority required, important or standard exists on amd64 or arm64 alone, and of what Java, a compiler,
     * Python, nginx and the PostgreSQL client depend on these do: {@code libquadmath0}, {@code libdrm-intel1} and with it {@code
     * libpciaccess0} (amd64), {@code libhwasan0} (arm64), and binutils, whose name holds the architecture.
     */
    public static List<ExpectedDifference> defaults() {
        return List.of(
                of(
                        "linux-(image|headers|modules|compiler|kbuild)[a-z0-9.+-]*|kernel(-.*)?|linux-(lts|virt)",
                        "kernels" + " are built and named for each architecture"),
                of(
                        "(intel|amd64)-microcode|microcode_ctl|intel-ucode|amd-ucode(-firmware)?|iucode-tool",
                        "microcode is for x86" + " processors"),
                of(
                        "grub-.*|grub2-(pc|efi)-.*|grub2?|shim(-.*)?|syslinux.*|fwupd-.*-signed",
                        "a boot" + " loader is made for one firmware and architecture"),
                of(
                        "u-boot-.*|flash-kernel|arm-trusted-firmware.*|raspi-firmware|raspberrypi-.*",
                        "it boots boards with ARM" + " processors"),
                of(
                        "lib(32|64|n32|x32)(?!.*-cross$).*|libc6-(i386|x32|amd64)|glibc32|gcc-multilib|g\\+\\+-multilib",
                        "it holds libraries of" + " the architecture's other word size, which x86 has and ARM has not"),
                of(
                        "libquadmath0?(-devel)?",
                        "GCC's 128-bit floating point library is not built for ARM, which has that"
                                + " type of its own"),
                of(
                        "libhwasan0?",
                        "GCC's hardware-assisted address sanitizer uses tagged pointers, which release 12 of Debian"
                                + " has for arm64 alone"),
                of(
                        "libdrm-(intel|etnaviv|freedreno|tegra|omap|exynos)[0-9]*",
                        "it is the driver library of a graphics chip that" + " is found beside such processors only"),
                of("libpciaccess0?", "libdrm-intel1 alone needs it, which exists for x86"),
                of(
                        "libipt2|libmfx1|libvpl2|libigdgmm12|intel-.*|libze1|libipsec-mb[0-9]*|libpsm2?-.*",
                        "it is for Intel's processors" + " or graphics"),
                of(
                        "thermald|msr-tools|cpuid|x86info|vbetool|libx86-1|libx86emu[0-9]*|mcelog",
                        "it reads what" + " x86 machines have"));
    }

    private static ExpectedDifference of(String names, String reason) {
        return new ExpectedDifference(Pattern.compile(names), reason);
    }
}
