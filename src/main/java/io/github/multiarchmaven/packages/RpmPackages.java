package io.github.multiarchmaven.packages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects packages from rpm's headers, as databases hold them (rpm's documentation, "RPM v4 Package format", "Header"): two
 * big-endian lengths, an index with a 16-byte entry per tag, and the store with the values. All databases hold the same.
 */
final class RpmPackages {
    private static final int NAME = 1000;
    private static final int VERSION = 1001;
    private static final int RELEASE = 1002;
    private static final int EPOCH = 1003;
    private static final int ARCH = 1022;
    private static final int INT32 = 4;
    private static final int STRING = 6;
    private static final int ENTRY = 16;
    // As in rpm's lib/header.c.
    private static final int MAX_TAGS = 0xffff;
    private static final int MAX_VALUE = 1024;

    private final DatabaseFile file;
    private final List<InstalledPackage> found = new ArrayList<>();
    private int headers;

    RpmPackages(DatabaseFile file) {
        this.file = file;
    }

    List<InstalledPackage> found() {
        return found;
    }

    /** @param header a whole header, without the magic that it has in package files */
    void add(byte[] header) {
        if (++headers > DatabaseFile.MAX_PACKAGES) {
            throw file.damaged("it has more than " + DatabaseFile.MAX_PACKAGES + " packages");
        }
        ByteBuffer bytes = ByteBuffer.wrap(header);
        long tags = header.length < 8 ? -1 : bytes.getInt(0) & 0xffffffffL;
        long store = header.length < 8 ? -1 : bytes.getInt(4) & 0xffffffffL;
        if (tags < 1 || tags > MAX_TAGS || 8 + tags * ENTRY + store > header.length) {
            throw file.damaged(
                    "the header of a package has " + header.length + " bytes, which do not hold what it lists");
        }
        add(bytes, (int) tags, (int) store);
    }

    private void add(ByteBuffer header, int tags, int store) {
        int start = 8 + tags * ENTRY;
        String name = null;
        String version = null;
        String release = null;
        String architecture = null;
        String epoch = "";
        for (int i = 0; i < tags; i++) {
            int entry = 8 + i * ENTRY;
            int type = header.getInt(entry + 4);
            int offset = header.getInt(entry + 8);
            switch (header.getInt(entry)) {
                case NAME -> name = string(header, type, start, offset, store);
                case VERSION -> version = string(header, type, start, offset, store);
                case RELEASE -> release = string(header, type, start, offset, store);
                case ARCH -> architecture = string(header, type, start, offset, store);
                case EPOCH -> epoch = epoch(header, type, start, offset, store);
                default -> {}
            }
        }
        if (name == null || version == null || release == null) {
            throw file.damaged("the header of " + (name == null ? "a package" : "the package " + name)
                    + " lacks name, version or release");
        }
        // A key that was imported: rpm's own pseudo package, of no architecture.
        if (!name.equals("gpg-pubkey")) {
            String full = epoch + version + "-" + release;
            found.add(new InstalledPackage(name, full, architecture == null ? "(none)" : architecture));
        }
    }

    private String epoch(ByteBuffer header, int type, int start, int offset, int store) {
        if (type != INT32 || offset < 0 || offset > store - 4) {
            throw file.damaged("the header of a package has an epoch that is no number");
        }
        return Integer.toUnsignedString(header.getInt(start + offset)) + ":";
    }

    private String string(ByteBuffer header, int type, int start, int offset, int store) {
        int length = 0;
        int most = offset < 0 || type != STRING ? 0 : Math.min(MAX_VALUE, store - offset);
        while (length < most && header.get(start + offset + length) != 0) {
            length++;
        }
        if (length == 0 || length >= most) {
            throw file.damaged("the header of a package has a name, version or architecture that is no text");
        }
        return new String(header.array(), start + offset, length, StandardCharsets.UTF_8);
    }
}
