package io.github.multiarchmaven.promote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import java.math.BigInteger;

/**
 * One machine's part of a list. Which part an image is in depends on the name of its target repository alone, so the list may
 * change without images moving to other machines, and all tags of a repository, which share blobs and referrers, are
 * promoted by the same one.
 *
 * @param number 1 to {@code count}
 * @param count 1 or more
 */
public record Shard(int number, int count) {
    public static final Shard ALL = new Shard(1, 1);

    /**
     * @param text {@code 2/8}
     * @throws InvalidInputException when it is not of this shape, or the first number is not within the second
     */
    public static Shard parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length == 2 && parts[0].matches("\\d{1,6}") && parts[1].matches("\\d{1,6}")) {
            Shard shard = new Shard(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            if (shard.number >= 1 && shard.number <= shard.count) {
                return shard;
            }
        }
        throw new InvalidInputException(
                "The parameter shard is '" + text + "'. Expected for example 2/8: the second of eight parts.");
    }

    boolean has(Place target) {
        BigInteger hash = new BigInteger(
                Digest.ofBytes(target.repository().getBytes(UTF_8)).hex(), 16);
        return hash.mod(BigInteger.valueOf(count)).intValue() == number - 1;
    }

    @Override
    public String toString() {
        return number + "/" + count;
    }
}
