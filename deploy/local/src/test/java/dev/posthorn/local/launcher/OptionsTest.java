package dev.posthorn.local.launcher;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OptionsTest {

    @Test
    void areReadInEitherSpelling() {
        assertThat(parse("--port", "9090", "--demo").number("port", 8080)).isEqualTo(9090);
        assertThat(parse("--port=9090").number("port", 8080)).isEqualTo(9090);
        assertThat(parse("--demo").has("demo")).isTrue();
        assertThat(parse().number("port", 8080)).isEqualTo(8080);
    }

    @Test
    void keepDataBesideTheCheckoutUnlessToldOtherwise() {
        assertThat(parse().folder(Path.of("/posthorn")).root()).isEqualTo(Path.of("/posthorn/.posthorn"));
        assertThat(parse("--data", "/tmp/x").folder(Path.of("/posthorn")).root())
                .isEqualTo(Path.of("/tmp/x"));
    }

    @Test
    void sayWhatIsWrongWithThem() {
        assertThatThrownBy(() -> parse("--prot", "1")).hasMessageContaining("Unknown option --prot");
        assertThatThrownBy(() -> parse("--port")).hasMessage("--port needs a value.");
        assertThatThrownBy(() -> parse("--port", "web").number("port", 1)).hasMessageContaining("\"web\"");
    }

    @Test
    void takeNoPortThatTheStackWouldOutgrow() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ports(65_530));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ports(80));
    }

    private static Options parse(String... words) {
        return Options.parse(List.of(words), Set.of("port", "data"), Set.of("demo"));
    }
}
