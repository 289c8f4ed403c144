using System.Net;
using System.Net.Http.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Consumers;

/// <summary>
/// A client that uploads, deletes and uploads again, half of it among resources of its own and half among those that all writers share:
/// what one of them fills, another takes away at the same moment.
/// </summary>
internal sealed class BusyWriter(HttpClient http, int number)
{
    private const int SharedPatient = 1;
    private const int InstancesPerSeries = 10;

    private readonly Random _random = new(number);
    private readonly List<Uploaded> _uploaded = [];

    public async Task RunAsync(int operations)
    {
        for (var operation = 0; operation < operations; operation++)
        {
            switch (_random.Next(100))
            {
                case < 70:
                    await UploadAsync();
                    break;
                case < 90:
                    await DeleteAsync(uploaded => $"/instances/{uploaded.ID}");
                    break;
                case < 96:
                    await DeleteAsync(uploaded => $"/series/{uploaded.ParentSeries}");
                    break;
                default:
                    await DeleteAsync(uploaded => $"/studies/{uploaded.ParentStudy}");
                    break;
            }
        }
    }

    private async Task UploadAsync()
    {
        var shared = _random.Next(2) == 0;
        var patient = shared ? SharedPatient : SharedPatient + 1 + number;
        var series = _random.Next(4);
        var file = SyntheticInstance.Create(patient, 1 + (series / 2), 1 + series,
            1 + (number * InstancesPerSeries) + _random.Next(InstancesPerSeries)).WithPixelData(2048);

        using var body = new ByteArrayContent(file.ToBytes());
        using var answer = await http.PostAsync(new Uri("/instances", UriKind.Relative), body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var uploaded = (await answer.Content.ReadFromJsonAsync<Uploaded>())!;
        uploaded.Status.ShouldBeOneOf("Success", "AlreadyStored");
        _uploaded.Add(uploaded);
    }

    private async Task DeleteAsync(Func<Uploaded, string> path)
    {
        if (_uploaded.Count == 0) return;
        using var answer = await http.DeleteAsync(new Uri(path(_uploaded[_random.Next(_uploaded.Count)]), UriKind.Relative));
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
    }

    private sealed record Uploaded(string ID, string ParentSeries, string ParentStudy, string Status);
}
