using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Api.Tests.Modifying;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Modifying;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using JasperFx.Events;

namespace EventDicom.Api.Tests.History;

/// <summary>Streams of studies, series and patients tell what was done to them: what, by whom, by which job, and what came of it.</summary>
public sealed class TellingDeeds(OneJobServer one) : IClassFixture<OneJobServer>
{
    private static int s_patients = 6000;

    private JobServer Server => one.Server;

    [LocalPostgresFact]
    public async Task tells_of_a_split_where_each_series_went()
    {
        var (study, series) = await UploadAsync();

        var job = await DoAsync($"/studies/{study}/split",
            $$$"""{"Series":["{{{series[1]}}}"],"Replace":{"PatientName":"Secret^Name"},"Remove":["StudyDescription"]}""");

        var split = await DeedAsync<StudySplit>(study, job);
        split.IntoStudyId.Value.ShouldBe(job.GetProperty("Content").Text("TargetStudy"));
        var went = split.Series.ShouldHaveSingleItem();
        (went.SeriesId.Value, went.IntoStudyId, went.Instances).ShouldBe((series[1], split.IntoStudyId, 2));
        (await Server.StreamAsync(went.IntoSeriesId.Value)).ShouldNotBeEmpty();
        split.Tags.Replaced.ShouldBe(["0010,0010", "0020,000d"]);
        split.Tags.Removed.ShouldBe(["0008,1030"]);
        split.Options.KeepsSource.ShouldBeFalse();
        JsonSerializer.Serialize(split).ShouldNotContain("Secret");
    }

    [LocalPostgresFact]
    public async Task tells_of_a_merge_at_both_ends()
    {
        var (target, _) = await UploadAsync();
        var (whole, _) = await UploadAsync();
        var (part, series) = await UploadAsync();

        var job = await DoAsync($"/studies/{target}/merge", $$"""{"Resources":["{{whole}}","{{series[0]}}"],"KeepSource":true}""");

        var merged = await DeedAsync<StudiesMerged>(target, job);
        merged.Sources.Select(source => source.Value).ShouldBe([whole, part], ignoreOrder: true);
        (merged.Instances, merged.Options.KeepsSource).ShouldBe((6, true));
        var (one, other) = (await DeedAsync<StudyMergedInto>(whole, job), await DeedAsync<StudyMergedInto>(part, job));
        (one.IntoStudyId.Value, one.Series.Sum(went => went.Instances)).ShouldBe((target, 4));
        (other.IntoStudyId.Value, other.Series.ShouldHaveSingleItem().SeriesId.Value).ShouldBe((target, series[0]));
    }

    [LocalPostgresTheory]
    [InlineData("patients", ResourceLevel.Patient)]
    [InlineData("studies", ResourceLevel.Study)]
    [InlineData("series", ResourceLevel.Series)]
    public async Task tells_of_a_modification_which_attributes_it_touched(string level, ResourceLevel expected)
    {
        var source = await SourceAsync(level);

        var job = await DoAsync($"/{level}/{source}/modify",
            """{"Replace":{"PatientID":"Secret","InstitutionName":"Secret"},"Force":true,"RemovePrivateTags":true,"KeepSource":false}""");

        var modified = await DeedAsync<ResourceModified>(source, job);
        (modified.Level, modified.ResourceId.Value).ShouldBe((expected, source));
        modified.Results.ShouldHaveSingleItem().Value.ShouldBe(job.GetProperty("Content").Text("ID"));
        modified.Tags.Replaced.ShouldBe(["0008,0080", "0010,0020"]);
        (modified.Tags.RemovesPrivate, modified.Options.KeepsSource).ShouldBe((true, false));
        modified.Series.Sum(went => went.Instances).ShouldBe(level == "series" ? 2 : 4);
        JsonSerializer.Serialize(modified).ShouldNotContain("Secret");
    }

    [LocalPostgresTheory]
    [InlineData("patients")]
    [InlineData("studies")]
    [InlineData("series")]
    public async Task tells_of_an_anonymization_which_profile_and_what_was_kept(string level)
    {
        var source = await SourceAsync(level);

        var job = await DoAsync($"/{level}/{source}/anonymize",
            """{"Keep":["SeriesDescription"],"KeepPrivateTags":true,"DicomVersion":"2021b"}""");

        var anonymized = await DeedAsync<ResourceAnonymized>(source, job);
        (anonymized.Profile, anonymized.Tags.RemovesPrivate, anonymized.Options.KeepsSource).ShouldBe(("2021b", false, true));
        anonymized.Tags.Kept.ShouldBe(["0008,103e"]);
        anonymized.Results.ShouldHaveSingleItem().Value.ShouldBe(job.GetProperty("Content").Text("ID"));
        JsonSerializer.Serialize(anonymized).ShouldNotContain("Synthetic^");
    }

    [LocalPostgresFact]
    public async Task tells_at_the_level_of_what_was_named_where_the_route_has_another()
    {
        var (study, series) = await UploadAsync();

        var job = await DoAsync($"/patients/{study}/anonymize", "{}");

        (await DeedAsync<ResourceAnonymized>(study, job)).Level.ShouldBe(ResourceLevel.Study);
        series.Length.ShouldBe(2);
    }

    [LocalPostgresTheory]
    [InlineData("bulk-modify")]
    [InlineData("bulk-anonymize")]
    public async Task tells_of_a_bulk_in_the_study_of_each_resource(string route)
    {
        var (study, _) = await UploadAsync();
        var (other, series) = await UploadAsync();

        var job = await DoAsync($"/tools/{route}", $$"""{"Resources":["{{study}}","{{series[0]}}"]}""");

        foreach (var (id, instances) in ((string, int)[])[(study, 4), (other, 2)])
        {
            var sum = route == "bulk-modify"
                ? (await DeedAsync<ResourceModified>(id, job)).Series : (await DeedAsync<ResourceAnonymized>(id, job)).Series;
            sum.Sum(went => went.Instances).ShouldBe(instances);
        }
    }

    [LocalPostgresFact]
    public async Task tells_per_chunk_which_instances_came_out_of_which()
    {
        var (study, _) = await UploadAsync();
        var sources = await InstancesAsync($"/studies/{study}");

        var job = await DoAsync($"/studies/{study}/anonymize", "{}");

        var results = await InstancesAsync(job.GetProperty("Content").Text("Path")!);
        var made = (await Server.StreamAsync(JobStreams.Of(job.Text("ID")!))).Of<JobAdvanced>()
            .SelectMany(advanced => advanced.Made!).ToList();
        made.Select(one => one.SourceId.Value).ShouldBe(sources, ignoreOrder: true);
        made.Select(one => one.InstanceId.Value).ShouldBe(results, ignoreOrder: true);
    }

    [LocalPostgresFact]
    public async Task tells_nothing_of_what_was_undone()
    {
        var (study, _) = await UploadAsync();
        var instance = (await InstancesAsync($"/studies/{study}"))[^1];
        BlobFileOf(instance);

        using var answer = await Server.AskAsync($"/studies/{study}/anonymize", """{"Asynchronous":true,"KeepSource":false}""");
        var job = await Server.Http.EndAsync(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).Text("ID")!);

        job.Text("State").ShouldBe("Failure");
        (await Server.StreamAsync(study)).Of<Deed>().ShouldBeEmpty();
        var history = await Server.StreamAsync(JobStreams.Of(job.Text("ID")!));
        history.Select(@event => @event.Data.GetType())
            .ShouldBe([typeof(JobSubmitted), typeof(JobStarted), typeof(JobUndoStarted), typeof(JobUndone), typeof(JobFailed)]);
        return;

        void BlobFileOf(string id)
        {
            var sha256 = Server.StreamAsync(id).Result.Of<Domain.Instances.InstanceStored>()[^1].Sha256;
            foreach (var file in Directory.EnumerateFiles(Server.BlobFolder, $"*{sha256}*", SearchOption.AllDirectories))
                File.WriteAllText(file, "damaged");
        }
    }

    private async Task<JsonElement> DoAsync(string path, string body)
    {
        var asked = await Server.AnswerAsync(path, body.TrimEnd()[..^1] + (body.Trim() == "{}" ? "" : ",") + "\"Asynchronous\":true}");
        var job = await Server.Http.EndAsync(asked.Text("ID")!);
        job.Text("State").ShouldBe("Success", job.ToString());
        return job;
    }

    // The one deed of a type in a stream: with who asked, and leading back to the job's last step and to the request.
    private async Task<T> DeedAsync<T>(string stream, JsonElement job) where T : Deed
    {
        var deed = (await Server.StreamAsync(stream)).Where(@event => @event.Data is T).ShouldHaveSingleItem();
        var submitted = (await Server.StreamAsync(JobStreams.Of(job.Text("ID")!)))[0];
        (deed.UserName, deed.CorrelationId).ShouldBe((submitted.UserName, submitted.CorrelationId));
        deed.CausationId.ShouldBe(JobStepId.OfCompletion(job.Text("ID")!, 1));
        deed.GetHeader("remoteIp").ShouldBe(submitted.GetHeader("remoteIp"));
        JsonSerializer.SerializeToElement((T)deed.Data).Text("JobId").ShouldBe(job.Text("ID"));
        return (T)deed.Data;
    }

    private async Task<string[]> InstancesAsync(string resource) =>
        [.. JsonElement.Parse(await Server.Http.GetStringAsync(new Uri($"{resource}/instances", UriKind.Relative))).EnumerateArray()
            .Select(instance => instance.Text("ID")!)];

    private async Task<string> SourceAsync(string level)
    {
        var (study, series) = await UploadAsync();
        return level switch
        {
            "patients" =>
                JsonElement.Parse(await Server.Http.GetStringAsync(new Uri($"/studies/{study}", UriKind.Relative))).Text("ParentPatient")!,
            "studies" => study,
            _ => series[0],
        };
    }

    // Two series of two instances each.
    private async Task<(string Study, string[] Series)> UploadAsync()
    {
        var patient = Interlocked.Increment(ref s_patients);
        var uploaded = new List<JsonElement>();
        for (var number = 1; number <= 4; number++)
            uploaded.Add(await Server.UploadAsync(SyntheticInstance.Create(patient, series: (number + 1) / 2, instance: number)
                .With(DicomTag.SeriesDescription, "Desc")));
        return (uploaded[0].Text("ParentStudy")!, [.. uploaded.Select(one => one.Text("ParentSeries")!).Distinct()]);
    }
}
