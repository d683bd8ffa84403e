package io.github.multiarchmaven.engine;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One entry of binfmt_misc: what the kernel runs files with that begin in a certain way (the kernel's
 * {@code Documentation/admin-guide/binfmt-misc.rst}).
 *
 * @param name the entry's file name, for example {@code qemu-aarch64}
 * @param enabled whether the kernel heeds it
 * @param interpreter the program, by the path that it was registered with
 * @param flags letters of {@code POCF}; F (fix binary): the interpreter was opened when it was registered, so that it also works where
 *     its path leads nowhere, as in a container
 * @param offset of the magic in the file, in bytes
 * @param magic in hexadecimal; empty for an entry that goes by the file name's extension
 * @param mask in hexadecimal, as long as the magic; empty for none
 */
public record BinfmtHandler(
        String name, boolean enabled, String interpreter, String flags, int offset, String magic, String mask) {

    /** From the entry's file; what is not known is passed over. */
    static BinfmtHandler parse(String name, String text) {
        boolean enabled = false;
        String interpreter = "";
        String flags = "";
        int offset = 0;
        String magic = "";
        String mask = "";
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+", 2);
            String value = words.length == 2 ? words[1] : "";
            switch (words[0]) {
                case "enabled" -> enabled = true;
                case "interpreter" -> interpreter = value;
                case "flags:" -> flags = value;
                case "offset" -> offset = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
                case "magic" -> magic = hex(value);
                case "mask" -> mask = hex(value);
                default -> {}
            }
        }
        return new BinfmtHandler(name, enabled, interpreter, flags, offset, magic, mask);
    }

    private static String hex(String value) {
        String digits = value.toLowerCase(Locale.ROOT);
        return digits.matches("(?:[0-9a-f]{2})+") ? digits : "";
    }

    /** Whether it has the flag F, without which it does not work in containers. */
    public boolean isFixed() {
        return flags.contains("F");
    }

    /** Whether the kernel takes it for a file with these first bytes, as {@code search_binfmt_handler} does. */
    boolean takes(byte[] file) {
        byte[] wanted = HexFormat.of().parseHex(magic);
        byte[] bits = mask.isEmpty() ? filled(wanted.length) : HexFormat.of().parseHex(mask);
        if (wanted.length == 0 || bits.length != wanted.length || offset + wanted.length > file.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (((file[offset + i] ^ wanted[i]) & bits[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] filled(int length) {
        byte[] all = new byte[length];
        Arrays.fill(all, (byte) 0xff);
        return all;
    }
}
