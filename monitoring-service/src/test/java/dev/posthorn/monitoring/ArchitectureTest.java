package dev.posthorn.monitoring;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.posthorn.monitoring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FEATURES_DEPEND_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("statistics")
            .definedBy("..monitoring.statistics..")
            .layer("alert")
            .definedBy("..monitoring.alert..")
            .layer("notification")
            .definedBy("..monitoring.notification..")
            .layer("health")
            .definedBy("..monitoring.health..")
            .whereLayer("statistics")
            .mayOnlyBeAccessedByLayers("alert", "notification", "health")
            .whereLayer("alert")
            .mayOnlyBeAccessedByLayers("notification", "health")
            .whereLayer("notification")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("health")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.posthorn.monitoring.(*)..").should().beFreeOfCycles();

    /** Java, and JSON names at most. */
    @ArchTest
    static final ArchRule RULES_KNOW_NO_FRAMEWORK = noClasses()
            .that()
            .haveSimpleNameStartingWith("AlertPolicy")
            .or()
            .haveSimpleName("AlertRule")
            .or()
            .haveSimpleName("AlertState")
            .or()
            .haveSimpleName("Observation")
            .or()
            .haveSimpleName("Tally")
            .or()
            .haveSimpleName("DeliveryTimes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye..", "org.hibernate..", "java.sql..");

    @ArchTest
    static final ArchRule SQL_STANDS_IN_REPOSITORIES = classes()
            .that(new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("prepare SQL statements") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getMethodCallsFromSelf().stream()
                            .anyMatch(call -> call.getName().equals("prepareStatement")
                                    || call.getName().equals("createNativeQuery"));
                }
            })
            .should()
            .haveSimpleNameEndingWith("Repository");
}
