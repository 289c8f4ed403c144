using EventDicom.Dicom;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/generate-uid?level=…</c>: a new DICOM UID, for a patient a UUID.</summary>
public sealed class GenerateUidEndpoint : OrthancEndpoint
{
    public override void Configure()
    {
        Get("/tools/generate-uid");
        Describe(Allow.View, "Make a new identifier").Named("generateUid")
            .Takes(new Argument("level", Shape.OneOf("patient", "study", "series", "instance"), "What it is for; must be there"))
            .AnswersText("A UID, for a patient a UUID");
    }

    public override Task HandleAsync(CancellationToken ct) => HttpContext.Request.Query["level"].ToString() switch
    {
        "patient" => AnswerTextAsync(Guid.NewGuid().ToString(), ct),
        "study" or "series" or "instance" => AnswerTextAsync(DicomUIDGenerator.Generate(), ct),
        _ => NotAnsweredAsync(),
    };
}
