package io.github.multiarchmaven.prune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({"30d, P30D", "12h, PT12H", "2w, P14D", "45M, PT45M", "90 s, PT90S", "0d, PT0S"})
    void agesAreReadAsPeopleWriteThem(String text, Duration age) {
        assertEquals(age, Amounts.age("olderThan", text));
    }

    @ParameterizedTest
    @CsvSource({
        "2GB, 2000000000",
        "500mb, 500000000",
        "1.5g, 1500000000",
        "2GiB, 2147483648",
        "10 kB, 10000",
        "734B, 734",
        "0, 0",
        "999999999999TB, 9223372036854775807"
    })
    void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
        assertEquals(bytes, Amounts.size("keepStorage", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "", "-1d", "1.5d", "30", "d", "9999999d"})
    void badAgesAreToldWithAnExample(String text) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Amounts.age("olderThan", text));
        assertEquals(
                "The parameter olderThan is '" + text + "'. Use a number with s, m, h, d or w, for example 30d.",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "", "-1", "GB", "1,5GB", "2XB", "1e9", "2i"})
    void badSizesAreToldWithAnExample(String text) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Amounts.size("keepStorage", text));
        assertTrue(
                e.getMessage().startsWith("The parameter keepStorage is '" + text + "'. Use a number of bytes"),
                e::getMessage);
    }

    @Test
    void aHugeSizeIsNoOverflow() {
        assertEquals(Long.MAX_VALUE, Amounts.size("keepStorage", "999999999999TiB"));
    }
}
