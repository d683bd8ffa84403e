package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.CorruptContentException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a list goes on: the Link header of RFC 8288, as the distribution specification uses it. */
final class LinkHeader {
    private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;[^,<]*\\brel=\"?next\"?");
    /** Characters; a server's address has no more. */
    private static final int MAX_LENGTH = 16 * 1024;

    private LinkHeader() {}

    /**
     * @param fields all of the name
     * @return null at the list's end
     * @throws CorruptContentException when what follows has no address
     */
    static URI next(List<String> fields, URI base) {
        for (String field : fields) {
            Matcher matcher = NEXT.matcher(field.length() > MAX_LENGTH ? "" : field);
            if (matcher.find()) {
                try {
                    return base.resolve(matcher.group(1));
                } catch (IllegalArgumentException e) {
                    // Not the cause: its message quotes the address, which may be signed.
                    throw new CorruptContentException(
                            "The registry's Link header leads nowhere. Look into the registry.");
                }
            }
        }
        return null;
    }
}
