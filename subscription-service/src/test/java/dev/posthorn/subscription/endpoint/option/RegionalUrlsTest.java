package dev.posthorn.subscription.endpoint.option;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RegionalUrlsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "EU", "-eu", "e_u", "eu.west", "a1234567890123456789012345678901b", "eu\n"})
    void areForRegionsByTheirNames(String region) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Region(region));
        assertThat(refusalOf(Map.of(region, "https://a.example")).field()).isEqualTo("urls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu", "0", "us-east-1", "a1234567890123456789012345678901"})
    void areForAnyRegion(String region) {
        assertThat(new RegionalUrls(Map.of(region, "https://a.example")).has(new Region(region)))
                .isTrue();
    }

    @Test
    void areAtMost32() {
        assertThat(new RegionalUrls(urls(32)).values()).hasSize(32);
        assertThat(refusalOf(urls(33)).field()).isEqualTo("urls");
    }

    @Test
    void areThere() {
        assertThat(refusalOf(Collections.singletonMap("eu", null)).field()).isEqualTo("urls.eu");
    }

    private static Map<String, String> urls(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> "r" + i, i -> "https://" + i + ".a.example"));
    }

    private static ApiException refusalOf(Map<String, String> urls) {
        return catchThrowableOfType(ApiException.class, () -> new RegionalUrls(urls));
    }
}
