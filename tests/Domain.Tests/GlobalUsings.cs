global using EventDicom.Domain;
global using EventDicom.Domain.Instances;
global using EventDicom.Domain.Patients;
global using EventDicom.Domain.Recording;
global using EventDicom.Domain.Resources;
global using EventDicom.Domain.Series;
global using EventDicom.Domain.Studies;
global using EventDicom.Support;
